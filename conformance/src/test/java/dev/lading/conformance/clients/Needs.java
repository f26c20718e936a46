package dev.lading.conformance.clients;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The programs without which a test class cannot run. Where one is not installed, its tests do
 * nothing and a line says so; in CI, where {@code CI=true}, they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(InstalledPrograms.class)
public @interface Needs {
  String[] value();
}
