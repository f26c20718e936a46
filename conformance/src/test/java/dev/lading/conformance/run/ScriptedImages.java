package dev.lading.conformance.run;

import static dev.lading.conformance.run.ScriptedImage.layer;

import java.util.stream.Stream;

/** Ten images with everything that a layer can have. */
final class ScriptedImages {
  private static final String CHANGED =
      "umoci leaves the time at which it last changed something in there, and not the layer's";
  private static final String IMPLIED = "no layer has this directory: it is as old as it is";

  private ScriptedImages() {}

  static Stream<ScriptedImage> all() {
    return Stream.of(
        ScriptedImage.of(
            "types, modes and owners",
            layer(
                """
                mkdir -p bin etc dev tmp closed/inner
                echo program > bin/setuid; chmod 4755 bin/setuid
                echo program > bin/setgid; chmod 2711 bin/setgid
                echo x > etc/unreadable; chmod 0000 etc/unreadable
                echo x > etc/owned; chown 1000:2000 etc/owned
                echo x > etc/far; chown 2500000:2097152 etc/far
                : > etc/empty
                ln etc/owned etc/second; ln etc/owned bin/third
                ln -s ../etc/owned bin/link; chown -h 1001:1002 bin/link
                ln -s /does/not/exist bin/dangling
                mknod dev/null c 1 3; mknod dev/disk b 259 70000; mkfifo -m 0620 dev/pipe
                chmod 1777 tmp; chmod 2770 etc; chown 5:6 etc
                chmod 0000 closed/inner; chmod 0500 closed
                """)),
        ScriptedImage.of(
                "times",
                layer(
                    """
                    mkdir -p a/b/c d
                    echo 1 > a/file; touch -d '2001-02-03 04:05:06.123456789Z' a/file
                    echo 2 > a/old; touch -d '1955-11-05 06:15:00.000000001Z' a/old
                    echo 3 > a/new; touch -d '2400-01-01 00:00:00.999999999Z' a/new
                    echo 4 > a/epoch; touch -d @0 a/epoch
                    ln -s file a/link; touch -h -d '2010-10-10 10:10:10.101010101Z' a/link
                    mkfifo a/pipe; touch -d '2011-11-11 11:11:11.111Z' a/pipe
                    touch -d '2002-02-02 02:02:02.22Z' d; touch -d '2003-03-03Z' a/b/c
                    touch -d '2004-04-04Z' a/b; touch -d '2005-05-05 05:05:05.5Z' a
                    touch -d '2006-06-06Z' .
                    """),
                layer(
                    """
                    mkdir -p a/b/c
                    echo later > a/b/c/later; touch -d '2020-01-01Z' a/b/c/later
                    """,
                    "--format=posix ./a/b/c/later"))
            .except("a/new", "modified", "umoci cannot write times after 2038"),
        ScriptedImage.of(
                "attributes",
                layer(
                    """
                    mkdir -p d e; echo x > program; echo x > plain; ln -s plain link
                    setfattr -n user.text -v hello plain
                    setfattr -n user.bytes -v 0xff00fe0a3d80 plain
                    setfattr -n user.empty plain
                    setfattr -n trusted.mine -v 0x0102 plain
                    setfattr -n security.capability -v 0x0100000200fffeff000000008000000000000000 program
                    setfattr -h -n trusted.link -v target link
                    setfattr -n user.old -v 1 d; setfattr -n user.both -v 1 d
                    setfattr -n user.old -v 1 e
                    """),
                layer(
                    """
                    mkdir d; setfattr -n user.both -v 2 d; setfattr -n user.new -v 2 d
                    """,
                    "--format=posix --xattrs --xattrs-include=* ./d"))
            .except("plain", "user.empty", "umoci drops attributes without a value"),
        ScriptedImage.of(
            "whiteouts",
            layer(
                """
                mkdir -p d/deep/er e keep; echo 1 > d/deep/er/file; echo 1 > f; echo 1 > e/g
                ln -s keep link; mkfifo pipe; echo 1 > keep/a; echo 1 > keep/b
                """),
            layer(
                """
                mkdir keep e; : > .wh.d; : > .wh.f; : > .wh.link; : > .wh.pipe; : > .wh.absent
                : > keep/.wh.a; : > e/.wh.g; echo 2 > e/g
                """,
                "--format=gnu ./.wh.d ./.wh.f ./.wh.link ./.wh.pipe ./.wh.absent keep/.wh.a"
                    + " e/.wh.g e/g"),
            layer("mkdir -p d; echo 3 > d/again", "--format=gnu ./d")),
        ScriptedImage.of(
                "opaque directories",
                layer(
                    """
                    for d in first last nested/in; do mkdir -p $d/sub/sub; echo 1 > $d/a
                    echo 1 > $d/sub/a; echo 1 > $d/sub/sub/a; done
                    """),
                layer(
                    """
                    mkdir -p first/sub last/sub nested/in
                    : > first/.wh..wh..opq; echo 2 > first/b; echo 2 > first/sub/b
                    : > last/.wh..wh..opq; echo 2 > last/b; echo 2 > last/sub/b
                    : > nested/.wh..wh..opq; echo 2 > nested/in/c
                    """,
                    "--format=gnu ./first/.wh..wh..opq ./first/b ./first/sub ./last/b ./last/sub"
                        + " ./last/.wh..wh..opq ./nested/.wh..wh..opq ./nested/in"))
            .except("last/sub", "modified", CHANGED),
        ScriptedImage.of(
            "hard links",
            layer(
                """
                mkdir d; echo one > a; ln a d/b; ln a c; ln -s a s; ln -P s t
                echo kept > kept; ln kept kept2
                """),
            layer(
                "mkdir d; echo one > a; ln a new; echo alone > d/b",
                "--format=gnu a new d/b && tar --delete -f ../layer.tar a"),
            layer("echo changed > kept; : > .wh.c", "--format=gnu kept .wh.c")),
        ScriptedImage.of(
            "types that change",
            layer(
                """
                mkdir -p d1/in d2/in d3/in; echo 1 > d1/in/f; echo 1 > d2/in/f; echo 1 > d3/in/f
                echo 1 > f1; echo 1 > f2; echo 1 > f3; ln -s d3 l1; ln -s f3 l2; ln -s nowhere l3
                mkfifo p1
                """),
            layer(
                """
                echo 2 > d1; ln -s f2 d2; mkdir f1; echo 2 > f1/x; mkfifo f2
                mkdir l1; echo 2 > l1/y; echo 2 > l2; echo 2 > l3; echo 2 > p1
                """)),
        ScriptedImage.of(
            "sparse files",
            layer(sparse("zero"), "--format=posix --sparse --sparse-version=0.0 ."),
            layer(sparse("one"), "--format=posix --sparse --sparse-version=0.1 ."),
            layer(sparse("two"), "--format=posix --sparse --sparse-version=1.0 .")),
        ScriptedImage.of(
            "names",
            layer(names("v7"), "--format=v7 --exclude=long* ."),
            layer(names("ustar"), "--format=ustar --exclude=longest* ."),
            layer(names("gnu"), "--format=gnu ."),
            layer(names("pax"), "--format=posix .")),
        ScriptedImage.of(
                "parents that are links, or are not there",
                layer(
                    "mkdir -p usr/lib real; ln -s usr/lib lib; ln -s /real/../real abs; ln -s lib"
                        + " lib2"),
                layer(
                    "mkdir -p lib2/x abs no/such; echo 2 > lib2/x/f; echo 2 > abs/f; echo 2 >"
                        + " no/such/f",
                    "--format=gnu lib2/x/f abs/f no/such/f"),
                layer("mkdir lib; : > lib/.wh.x; echo 3 > lib/g", "--format=gnu lib/.wh.x lib/g"))
            .except("", "modified", CHANGED)
            .except("usr/lib", "modified", CHANGED)
            .except("no", "modified", IMPLIED)
            .except("no/such", "modified", IMPLIED));
  }

  /** In GNU's own form, which umoci does not know. */
  static ScriptedImage oldSparseFiles() {
    return ScriptedImage.of("sparse files", layer(sparse("old"), "--format=oldgnu --sparse ."));
  }

  private static String sparse(String name) {
    return """
    truncate -s 3M %1$s-empty; truncate -s 100M %1$s-end; echo end >> %1$s-end
    echo begin > %1$s-begin; truncate -s 5000000 %1$s-begin
    for i in $(seq 0 40); do dd if=/bin/sh of=%1$s-many bs=4k count=1 seek=$((i * 16)) conv=notrunc; done
    """
        .formatted(name);
  }

  private static String names(String name) {
    return """
    mkdir %1$s; cd %1$s; echo 1 > 'with space'; echo 1 > 'naïve-日本'; echo 1 > "$(printf 'caf\\351')"
    echo 1 > "$(printf 'new\\nline')"; echo 1 > '-dash'; ln -s 'naïve-日本' link
    long=$(printf 'n%%.0s' $(seq 1 90))
    mkdir -p "long$long/$long"; echo 1 > "long$long/$long/f"
    longest=$(printf 'm%%.0s' $(seq 1 240))
    mkdir -p "longest/$longest/$longest"; echo 1 > "longest/$longest/$longest/$longest"
    ln -s "$longest/$longest/$longest" longest/link
    ln "longest/$longest/$longest/$longest" longest/hard
    """
        .formatted(name);
  }
}
