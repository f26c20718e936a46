package dev.lading.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Tells a client that speaks HTTP where TLS is expected. Stands before the decryption and goes with
 * the first byte, which is a letter in HTTP and 22 in TLS. Mutable; belongs to its event loop.
 */
final class ClearTextRefusal extends ChannelInboundHandlerAdapter {
  private static final String BODY =
      """
      {"errors":[{"code":"UNSUPPORTED","message":"this port speaks TLS: use https",\
      "detail":{"reason":"clear-text"}}]}
      """;
  private static final byte[] ANSWER =
      """
      HTTP/1.1 400 Bad Request\r
      Content-Type: application/json\r
      Content-Length: %d\r
      Connection: close\r
      \r
      %s"""
          .formatted(BODY.length(), BODY)
          .getBytes(US_ASCII);

  private boolean refused;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (refused) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof ByteBuf bytes && isLetter(bytes)) {
      refused = true;
      bytes.release();
      context
          .writeAndFlush(Unpooled.wrappedBuffer(ANSWER))
          .addListener(_ -> Connection.of(context.channel()).endSoon());
    } else {
      context.fireChannelRead(message);
      context.pipeline().remove(this);
    }
  }

  private static boolean isLetter(ByteBuf bytes) {
    int first = bytes.isReadable() ? bytes.getByte(bytes.readerIndex()) : 0;
    return first >= 'A' && first <= 'Z';
  }
}
