package dev.lading.server.http;

import dev.lading.server.exchange.Caller;
import dev.lading.server.exchange.Dialect;
import dev.lading.server.exchange.Headers;
import dev.lading.server.exchange.Query;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.RequestBody;
import dev.lading.server.exchange.RequestException;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.Route;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request from its head to its last byte, on a virtual thread of its own: find the route, ask
 * the gate, call the handler, send the answer, tell the listener. The event loop only began it, and
 * does the reading and writing for it. Mutable; belongs to its thread.
 */
final class Exchange implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final String ID_FROM_PROXY = "[A-Za-z0-9._-]{1,64}";

  private final Edge edge;
  private final HttpSocket socket;
  private final Optional<BodyPipe> body;
  private final Optional<? extends RequestException> refusal;
  private final long begun;
  private String routePattern = "-";
  private Dialect dialect = Dialect.OCI;

  /**
   * @param refusal what the request has coming whatever it asks: its head was no good
   */
  Exchange(
      Edge edge,
      HttpSocket socket,
      Optional<BodyPipe> body,
      Optional<? extends RequestException> refusal) {
    this.edge = edge;
    this.socket = socket;
    this.body = body;
    this.refusal = refusal;
    this.begun = edge.outside().nanos().getAsLong();
  }

  @Override
  public void run() {
    try {
      RequestHead head = head();
      Response response = answer(head);
      body.ifPresent(BodyPipe::close);
      boolean complete =
          new AnswerWriter(edge, socket, body, head, refusal.isPresent()).send(response);
      tell(head, response, complete);
    } catch (Throwable failure) {
      LOG.error("an answer could not be sent; its connection is given up", failure);
      socket.onLoop(socket::cut);
    }
  }

  private RequestHead head() {
    HttpServerRequest http = socket.http();
    Headers headers = new RequestHeaders(http.headers());
    InetAddress peer = socket.peer();
    String path = http.path();
    String query = http.query();
    return new RequestHead(
        requestId(headers, peer),
        http.method().name(),
        path == null ? "" : path,
        query == null ? "" : query,
        headers,
        edge.origins().of(socket.direct(), peer, headers));
  }

  private String requestId(Headers headers, InetAddress peer) {
    return Optional.of(headers)
        .filter(_ -> edge.origins().trusts(peer))
        .flatMap(lines -> lines.first("X-Request-Id"))
        .filter(given -> given.matches(ID_FROM_PROXY))
        .orElseGet(edge.outside().requestIds());
  }

  /** Nothing escapes from here: whatever goes wrong has an answer. */
  private Response answer(RequestHead head) {
    try {
      if (refusal.isPresent()) {
        throw refusal.get();
      }
      return handle(head);
    } catch (Throwable failure) {
      if (ErrorResponses.isOurFault(failure)) {
        LOG.error("request={} route={}", head.id(), routePattern, failure);
      }
      return ErrorResponses.of(failure, head.id(), dialect);
    }
  }

  private Response handle(RequestHead head) {
    return switch (edge.routes().match(head.method(), head.path())) {
      case RouteTable.Match.Unknown _ -> throw new RequestException.RouteUnknown(head.path());
      case RouteTable.Match.MethodUnsupported(var allowed) ->
          throw new RequestException.MethodUnsupported(allowed);
      case RouteTable.Match.Found(Route route, var parameters) -> {
        routePattern = route.pattern();
        dialect = route.dialect();
        Request request =
            new Request(
                head.id(),
                route.method(),
                head.path(),
                parameters,
                Query.parse(head.query()),
                head.headers(),
                head.origin(),
                Caller.ANYBODY,
                body.<RequestBody>map(pipe -> pipe).orElse(NoBody.INSTANCE));
        Caller caller = edge.gate().admit(request, route.need().apply(request));
        yield noticed(caller, route.handler().handle(request.by(caller)));
      }
    };
  }

  private static Response noticed(Caller caller, Response response) {
    Response noticed = response;
    for (Response.Header notice : caller.notices()) {
      noticed = noticed.with(notice.name(), notice.value());
    }
    return noticed;
  }

  private void tell(RequestHead head, Response response, boolean complete) {
    edge.outside()
        .access()
        .answered(
            new AccessListener.Access(
                head.id(),
                head.method(),
                head.path(),
                routePattern,
                response.status(),
                head.method().equals("HEAD") ? 0 : bytes(response),
                complete,
                Duration.ofNanos(edge.outside().nanos().getAsLong() - begun),
                head.origin().client(),
                head.headers().first("User-Agent").orElse("")));
  }

  private static long bytes(Response response) {
    return switch (response.body()) {
      case Response.Empty _, Response.Announced _ -> 0;
      case Response.Bytes(byte[] bytes) -> bytes.length;
      case Response.Blob blob -> blob.length();
    };
  }
}
