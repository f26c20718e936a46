import static java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import static java.lang.classfile.ClassFile.JAVA_6_VERSION;
import static java.lang.classfile.ClassFile.JAVA_8_VERSION;
import static java.lang.classfile.ClassFile.StackMapsOption;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes one jar of several, in which programs start faster: {@code Join OUT JAR...}. OUT may be one of them. What is in several jars
 * is taken from the first, as from a class path, but for the lists of services, which are put together. Signatures are left out: the
 * JVM would read their digests of all entries at each start (docs/adr/0018). For this machine only: notices of later jars are lost.
 *
 * <p>Classes are in the format of Java 8 afterwards where they were older. What they do stays the same. The JVM keeps no class older
 * than Java 6 in its AOT cache, but loads and verifies it the old way at each start.
 */
class Join {
  private static final String SERVICES = "META-INF/services/";
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "(?i).*/|META-INF/([^/]*\\.(SF|RSA|DSA|EC)|SIG-[^/]*)|(META-INF/versions/[0-9]+/)?module-info\\.class");

  private final ClassFile classes;
  private final ZipOutputStream out;
  private final Set<String> written = new HashSet<>();
  private final Map<String, ByteArrayOutputStream> services = new LinkedHashMap<>();

  private Join(ClassLoader loader, OutputStream out) {
    this.classes =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(loader).orElse(ClassHierarchyResolver.defaultResolver())));
    this.out = new ZipOutputStream(out);
  }

  public static void main(String[] args) throws IOException {
    List<Path> jars = Arrays.stream(args).skip(1).map(Path::of).toList();
    Path joined = Path.of(args[0]);
    Path next = joined.resolveSibling(joined.getFileName() + ".next");
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
        OutputStream out = Files.newOutputStream(next)) {
      new Join(loader, out).write(jars);
    }
    Files.move(next, joined, StandardCopyOption.ATOMIC_MOVE);
  }

  private void write(List<Path> jars) throws IOException {
    manifest(jars);
    for (Path jar : jars) {
      try (ZipFile in = new ZipFile(jar.toFile())) {
        for (ZipEntry entry : in.stream().toList()) {
          try (InputStream bytes = in.getInputStream(entry)) {
            take(entry.getName(), bytes.readAllBytes());
          }
        }
      }
    }
    for (Map.Entry<String, ByteArrayOutputStream> list : services.entrySet()) {
      put(list.getKey(), list.getValue().toByteArray());
    }
    out.finish();
  }

  /** What the first says of itself; later versions of classes count if they do in one of them. */
  private void manifest(List<Path> jars) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putAll(mainAttributes(jars.getFirst()));
    for (Path jar : jars) {
      if ("true".equals(mainAttributes(jar).getValue(Attributes.Name.MULTI_RELEASE))) {
        manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    put(JarFile.MANIFEST_NAME, bytes.toByteArray());
  }

  private static Attributes mainAttributes(Path jar) throws IOException {
    try (JarFile in = new JarFile(jar.toFile())) {
      Manifest manifest = in.getManifest();
      return manifest == null ? new Attributes() : manifest.getMainAttributes();
    }
  }

  private void take(String name, byte[] bytes) throws IOException {
    if (name.startsWith(SERVICES) && !name.endsWith("/")) {
      ByteArrayOutputStream list = services.computeIfAbsent(name, _ -> new ByteArrayOutputStream());
      list.write(bytes);
      list.write('\n');
    } else if (!LEFT_OUT.matcher(name).matches() && !written.contains(name)) {
      put(name, name.endsWith(".class") ? renewed(bytes) : bytes);
    }
  }

  private void put(String name, byte[] bytes) throws IOException {
    written.add(name);
    out.putNextEntry(new ZipEntry(name));
    out.write(bytes);
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
