package dev.lading.trust.policy;

import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.RepositoryPattern;
import dev.lading.content.Tag;
import dev.lading.storage.StorageException;
import dev.lading.trust.Gun;
import dev.lading.trust.store.TrustStore;
import dev.lading.trust.verify.RootPins;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which tags somebody has signed, for whoever removes tags: in doubt they are. Signatures count of
 * any role, by whichever root was published first, whatever policies say. Safe for any number of
 * threads.
 */
public final class SignedTags {
  private static final Logger LOG = LoggerFactory.getLogger(SignedTags.class);
  private static final int REMEMBERED = 1_000;
  private static final TrustRule ANYBODY =
      new TrustRule(
          RepositoryPattern.parse("**"),
          TrustRule.Mode.AUDIT,
          RootPins.NONE,
          TrustRule.USUAL_ROLES,
          List.of());
  private final List<String> hosts;
  private final TrustViews views;

  /**
   * @param hosts under whose names trust data is kept
   * @param rememberedBytes of what is proven
   */
  public SignedTags(
      List<String> hosts, TrustStore store, InstantSource clock, long rememberedBytes) {
    this.hosts = List.copyOf(hosts);
    this.views = new TrustViews(store, Renewal.NONE, clock, rememberedBytes, REMEMBERED);
  }

  /** Whether the tag is signed for that digest; true also when nobody can tell. */
  public boolean isSigned(RepositoryName name, Tag tag, Digest digest) {
    return hosts.stream().anyMatch(host -> isSigned(new Gun(host, name), tag, digest));
  }

  private boolean isSigned(Gun gun, Tag tag, Digest digest) {
    try {
      return switch (views.of(gun, ANYBODY)) {
        case Standing.Proven(var view) -> isSigned(view, tag, digest);
        case Standing.Nothing _ -> false;
        case Standing.Disbelieved _, Standing.Damaged _ -> true;
      };
    } catch (StorageException e) {
      LOG.warn("what is signed cannot be looked up gun={}", gun, e);
      return true;
    }
  }

  /** Of what another role than the usual ones signed only the name is known. */
  private static boolean isSigned(VerifiedView view, Tag tag, Digest digest) {
    return view.elsewhere(tag.name()).isPresent()
        || view.find(tag.name()).filter(name -> name.digests().contains(digest)).isPresent();
  }
}
