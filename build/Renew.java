import static java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import static java.lang.classfile.ClassFile.JAVA_6_VERSION;
import static java.lang.classfile.ClassFile.JAVA_8_VERSION;
import static java.lang.classfile.ClassFile.StackMapsOption;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes jars anew, with their classes in the format of Java 8: {@code Renew JAR...}. What they do stays the same. The JVM keeps no
 * class older than Java 6 in its AOT cache, but loads and verifies it the old way at each start (docs/adr/0018).
 */
class Renew {
  private final ClassFile classes;

  private Renew(ClassLoader loader) {
    this.classes =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(loader).orElse(ClassHierarchyResolver.defaultResolver())));
  }

  public static void main(String[] args) throws IOException {
    for (String jar : args) {
      renew(Path.of(jar));
    }
  }

  private static void renew(Path jar) throws IOException {
    Path next = jar.resolveSibling(jar.getFileName() + ".next");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        ZipFile in = new ZipFile(jar.toFile());
        OutputStream out = Files.newOutputStream(next)) {
      new Renew(loader).write(in, new ZipOutputStream(out));
    }
    Files.move(next, jar, StandardCopyOption.ATOMIC_MOVE);
  }

  private void write(ZipFile in, ZipOutputStream out) throws IOException {
    for (ZipEntry entry : in.stream().toList()) {
      byte[] bytes = in.getInputStream(entry).readAllBytes();
      out.putNextEntry(new ZipEntry(entry.getName()));
      out.write(entry.getName().endsWith(".class") ? renewed(bytes) : bytes);
    }
    out.finish();
  }

  /** Each method is assembled again from its own instructions, and gets the stack maps that newer classes must have. */
  private byte[] renewed(byte[] bytes) {
    ClassModel model = classes.parse(bytes);
    if (model.majorVersion() >= JAVA_6_VERSION) {
      return bytes;
    }
    byte[] renewed = classes.transformClass(model, version().andThen(code()));
    classes
        .verify(renewed)
        .forEach(
            error -> {
              throw error;
            });
    return renewed;
  }

  private static ClassTransform version() {
    return (builder, element) -> {
      if (element instanceof ClassFileVersion) {
        builder.withVersion(JAVA_8_VERSION, 0);
      } else {
        builder.with(element);
      }
    };
  }

  private static ClassTransform code() {
    return (builder, element) -> {
      if (element instanceof MethodModel method) {
        builder.transformMethod(method, MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL));
      } else {
        builder.with(element);
      }
    };
  }
}
