package dev.lading.storage;

import java.nio.file.Path;

/** Another process serves this root; {@link #holder()} is what it wrote of itself. */
public final class RootInUse extends StorageException {
  private final String root;
  private final String holder;

  public RootInUse(Path root, String holder) {
    super(root + " is in use by " + holder, null);
    this.root = root.toString();
    this.holder = holder;
  }

  public String root() {
    return root;
  }

  public String holder() {
    return holder;
  }
}
