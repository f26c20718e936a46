package dev.lading.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;

/**
 * Keeps a body that turns out to be none (a chunk without a size) from the library, which would
 * close the connection before its request has an answer. The request is told instead; after such
 * bytes nothing more is read as HTTP. Mutable; belongs to its event loop.
 */
final class MalformedBodies extends ChannelInboundHandlerAdapter {
  private Optional<BodyPipe> receiving = Optional.empty();

  /**
   * The request that the next bytes of a body belong to.
   *
   * @param body empty when nobody reads it
   */
  void receives(Optional<BodyPipe> body) {
    this.receiving = body;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpContent content
        && !(message instanceof HttpMessage)
        && content.decoderResult().isFailure()) {
      Throwable cause = content.decoderResult().cause();
      ReferenceCountUtil.release(message);
      receiving.ifPresent(body -> body.onBroken(cause));
    } else {
      context.fireChannelRead(message);
    }
  }
}
