package nn.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** By what a report and a model say which data they are of. */
final class FileHash {
  private FileHash() {}

  /** The SHA-256, in hexadecimal, of the bytes of some files, one after another. */
  static String sha256(List<Path> files) {
    MessageDigest digest = digest();
    for (Path file : files) {
      try (InputStream stream = new DigestInputStream(Files.newInputStream(file), digest)) {
        stream.transferTo(OutputStream.nullOutputStream());
      } catch (IOException unreadable) {
        throw ToolException.failed(
            "train: the data must stay readable; make it so: " + file, unreadable);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
