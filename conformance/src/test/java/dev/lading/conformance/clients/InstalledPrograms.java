package dev.lading.conformance.clients;

import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** What {@link Needs} does; and where programs are. */
final class InstalledPrograms implements InvocationInterceptor {
  private static final List<String> USUAL_PLACES =
      List.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin");

  /** On {@code PATH}, or where the distributions put what an ordinary user's path leaves out. */
  static Optional<Path> find(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(
            Pattern.compile(File.pathSeparator, Pattern.LITERAL).splitAsStream(path),
            USUAL_PLACES.stream())
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public void interceptBeforeAllMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceedIfInstalled(invocation, context);
  }

  @Override
  public void interceptAfterAllMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceedIfInstalled(invocation, context);
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceedIfInstalled(invocation, context);
  }

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceedIfInstalled(invocation, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceedIfInstalled(invocation, context);
  }

  private static void proceedIfInstalled(
      Invocation<@Nullable Void> invocation, ExtensionContext context) throws Throwable {
    List<String> missing =
        Arrays.stream(context.getRequiredTestClass().getAnnotation(Needs.class).value())
            .filter(program -> find(program).isEmpty())
            .toList();
    if (missing.isEmpty()) {
      invocation.proceed();
      return;
    }
    String not = context.getDisplayName() + " not run: " + missing + " not installed";
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(not);
    }
    invocation.skip();
    System.out.println(not);
  }
}
