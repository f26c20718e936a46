package dev.lading.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every driver does. A driver's own test extends this, says where the store is, and declares
 * by overriding a predicate what is different about it. After each test all objects are deleted and
 * the store has to be as empty as a new one.
 */
public abstract class StorageDriverContract
    implements ObjectContract,
        CopyContract,
        FenceContract,
        ListingContract,
        StagingContract,
        WritingContract,
        RaceContract {

  private @Nullable StorageDriver opened;

  /** Opens the store of this test; called again after a close. */
  protected abstract StorageDriver open();

  /** Whatever lies in the store that is neither an object nor there when it is new. */
  protected abstract List<String> residue() throws IOException;

  @Override
  public StorageDriver driver() {
    return Objects.requireNonNull(opened, "not open");
  }

  @Override
  public void reopen() {
    driver().close();
    opened = open();
  }

  @BeforeEach
  void openDriver() {
    opened = open();
  }

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    driver().list(TOP, Optional.empty(), NO_LIMIT).forEach(row -> driver().delete(row.key()));
    driver().close();
    assertThat(residue()).isEmpty();
  }
}
