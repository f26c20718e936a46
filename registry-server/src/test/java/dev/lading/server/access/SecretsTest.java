package dev.lading.server.access;

import static dev.lading.server.access.IssuingEndpoint.SERVICE;
import static dev.lading.server.access.IssuingEndpoint.basic;
import static dev.lading.server.access.IssuingEndpoint.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.RequestException;
import dev.lading.server.exchange.Response;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What was sent as a secret comes back in no answer, no exception and no line of the log. */
class SecretsTest {
  private static final String SECRET = "hunter2hunter2hunter2";
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("dev.lading");

  @AutoClose private final IssuingEndpoint endpoint = new IssuingEndpoint();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    LOGGER.setLevel(Level.TRACE);
    LOGGER.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    LOGGER.detachAppender(log);
    LOGGER.setLevel(null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic alice",
        "Basic nobody",
        "Basic robot+ci",
        "Basic robot+nobody",
        "Bearer " + SECRET,
        "Bearer e30." + SECRET + ".e30",
        "Basic " + SECRET + "!",
        "Digest " + SECRET,
        SECRET,
      })
  void header_isNotRepeated(String header) {
    String name = header.substring(header.indexOf(' ') + 1);
    boolean isComplete = header.contains(SECRET);

    assertSilent(
        () ->
            endpoint.get(
                request(Method.GET)
                    .header("Authorization", isComplete ? header : basic(name, SECRET))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grant_type=password&username=alice&password=",
        "grant_type=password&username=robot%2Bci&password=",
        "grant_type=refresh_token&refresh_token=",
        "grant_type=refresh_token&refresh_token=lading-refresh.",
        "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token=",
        "grant_type=password&username=alice&password=%zz",
        "grant_type=password&username=alice&password=a&password=",
        "grant_type=",
        "{\"password\":\"",
      })
  void form_isNotRepeated(String form) {
    assertSilent(() -> endpoint.post("client_id=c&service=" + SERVICE + "&" + form + SECRET));
    assertSilent(() -> endpoint.post(form + SECRET));
  }

  @Test
  void nameOfARobot_makesNoLineOfItsOwn() {
    String told = told(() -> endpoint.get("", "robot+a\r\nERROR \u001b[31m b", SECRET));

    assertThat(told).doesNotContain(SECRET);
    assertThat(logged()).anyMatch(line -> line.contains("a robot is not let in"));
    assertThat(logged()).noneMatch(line -> line.matches("(?s).*[\\p{Cntrl}].*"));
  }

  private void assertSilent(Supplier<Response> asking) {
    assertThat(told(asking)).isNotBlank().doesNotContain(SECRET);
    assertThat(logged()).noneMatch(line -> line.contains(SECRET));
  }

  private static String told(Supplier<Response> asking) {
    try {
      Response answer = asking.get();
      return answer.headers() + new String(((Response.Bytes) answer.body()).bytes(), UTF_8);
    } catch (RequestException e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      return trace.toString();
    }
  }

  private List<String> logged() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
