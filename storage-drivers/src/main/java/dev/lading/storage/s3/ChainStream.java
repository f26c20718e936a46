package dev.lading.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

/** The bytes of a chain, one fragment after the other. Not safe for several threads. */
final class ChainStream extends InputStream {
  private final Upload upload;
  private final Iterator<Fragment> rest;
  private InputStream open = InputStream.nullInputStream();

  ChainStream(Upload upload, Chain chain) {
    this.upload = upload;
    this.rest = chain.fragments().iterator();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = open.read(target, offset, length);
    while (count < 0 && rest.hasNext()) {
      open.close();
      open = upload.open(rest.next());
      count = open.read(target, offset, length);
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    open.close();
  }
}
