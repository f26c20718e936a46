package dev.lading.trust.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What retention takes for signed: nothing that anybody may have signed is let go. */
class SignedTagsTest {
  private static final String APP = "prod/app";
  private final Pulls pulls = new Pulls();
  private final Signers signers = pulls.signers(APP);
  private final Digest image = pulls.image(APP, "v1", "layer");
  private final Digest other = pulls.image(APP, "v2", "other");
  private final SignedTags tags =
      new SignedTags(List.of("localhost:5000", Pulls.HOST), pulls.trust, pulls.now::get, 1 << 20);

  @Test
  void tag_isSigned_forWhatItWasSignedFor() {
    assertThat(isSigned("v1", image)).isFalse();

    signers.sign("v1", image).publish();
    pulls.pass(TrustViews.FRESH);

    assertThat(isSigned("v1", image)).isTrue();
    assertThat(isSigned("v1", other)).isFalse();
    assertThat(isSigned("v2", other)).isFalse();
  }

  @Test
  void tag_ofARepositoryWhoseTrustDataHasExpired_countsAsSigned() {
    signers.sign("v1", image).publish();
    pulls.pass(Duration.ofDays(10_000));

    assertThat(isSigned("v2", other)).isTrue();
  }

  private boolean isSigned(String tag, Digest digest) {
    return tags.isSigned(RepositoryName.parse(APP), Tag.parse(tag), digest);
  }
}
