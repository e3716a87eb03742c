package nn.tck;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jar or the folder that a class comes from, and its SHA-256, by which a certificate says what
 * it is about.
 *
 * @param name of the jar, or the last two of the folder's; not the whole path, which is its owner's
 * @param kind {@code jar}, {@code folder} or {@code unknown}
 * @param sha256 of the jar; of the names and contents of the folder's files in the order of their
 *     names, each preceded by its length; null where it cannot be read
 */
record CodeSource(String name, String kind, @Nullable String sha256) {

  private static final int LENGTH = 8;

  static CodeSource of(Class<?> type) {
    try {
      java.security.CodeSource source = type.getProtectionDomain().getCodeSource();
      return source == null || source.getLocation() == null
          ? unknown(type)
          : of(Path.of(source.getLocation().toURI()));
    } catch (IOException | URISyntaxException | RuntimeException unreadable) {
      return unknown(type);
    }
  }

  private static CodeSource unknown(Class<?> type) {
    return new CodeSource(type.getName(), "unknown", null);
  }

  static CodeSource of(Path path) throws IOException {
    MessageDigest digest = sha256Digest();
    int names = path.getNameCount();
    if (!Files.isDirectory(path)) {
      update(digest, path);
      return new CodeSource(path.getName(names - 1).toString(), "jar", hex(digest));
    }
    for (Path file : files(path)) {
      String name = path.relativize(file).toString().replace('\\', '/');
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      digest.update(length(bytes.length));
      digest.update(bytes);
      digest.update(length(Files.size(file)));
      update(digest, file);
    }
    String name = path.subpath(Math.max(0, names - 2), names).toString().replace('\\', '/');
    return new CodeSource(name, "folder", hex(digest));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .sorted(
              Comparator.comparing(file -> folder.relativize(file).toString().replace('\\', '/')))
          .toList();
    }
  }

  private static void update(MessageDigest digest, Path file) throws IOException {
    byte[] part = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        digest.update(part, 0, read);
      }
    }
  }

  private static byte[] length(long length) {
    return ByteBuffer.allocate(LENGTH).putLong(length).array();
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** For the certificate, which names a class that it holds. */
  Map<String, @Nullable Object> toMap(Class<?> of) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("class", of.getName());
    map.put("name", name);
    map.put("kind", kind);
    map.put("sha256", sha256);
    return map;
  }
}
