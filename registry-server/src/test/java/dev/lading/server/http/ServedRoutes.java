package dev.lading.server.http;

import dev.lading.server.exchange.Caller;
import dev.lading.server.exchange.Gate;
import dev.lading.server.exchange.Handler;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Need;
import dev.lading.server.exchange.Route;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;

/** An edge on a port of its own, with the routes that a test gives it. */
final class ServedRoutes implements AutoCloseable {
  private final HttpEdge edge;
  private final String scheme;
  private final BlockingQueue<AccessListener.Access> answered;

  private ServedRoutes(
      HttpEdge edge, String scheme, BlockingQueue<AccessListener.Access> answered) {
    this.scheme = scheme;
    this.edge = edge;
    this.answered = answered;
  }

  /** Collects rows, then serves them. */
  static final class Table {
    private final List<Route> routes = new ArrayList<>();
    private Gate gate = (_, _) -> Caller.ANYBODY;
    private TlsEngine engine = TlsEngine.best();
    private HttpSettings settings = HttpSettings.on(ListenAddress.parse("127.0.0.1:0"));

    Table engine(TlsEngine other) {
      engine = other;
      return this;
    }

    Table route(Method method, String pattern, Handler handler) {
      routes.add(new Route(method, pattern, _ -> new Need.Nothing(), handler));
      return this;
    }

    Table gate(Gate other) {
      gate = other;
      return this;
    }

    Table settings(UnaryOperator<HttpSettings> change) {
      settings = change.apply(settings);
      return this;
    }

    Table limits(UnaryOperator<HttpLimits> change) {
      return settings(s -> Settings.withLimits(s, change.apply(s.limits())));
    }

    ServedRoutes serve() {
      BlockingQueue<AccessListener.Access> answered = new LinkedBlockingQueue<>();
      HttpEdge edge =
          HttpEdge.start(
              settings,
              engine,
              routes,
              gate,
              new HttpEdge.Surroundings(
                  answered::add,
                  new RequestIds(new Random(1)),
                  InstantSource.system(),
                  System::nanoTime));
      return new ServedRoutes(edge, settings.tls().isPresent() ? "https" : "http", answered);
    }
  }

  static Table table() {
    return new Table();
  }

  HttpEdge edge() {
    return edge;
  }

  int port() {
    return edge.addresses().getFirst().port();
  }

  URI uri(String target) {
    return URI.create(scheme + "://127.0.0.1:" + port() + target);
  }

  /** What was told of the next answered request; waits for it. */
  AccessListener.Access access() throws InterruptedException {
    return answered.take();
  }

  @Override
  public void close() {
    edge.close();
  }
}
