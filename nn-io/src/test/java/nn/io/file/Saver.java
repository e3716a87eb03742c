package nn.io.file;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * Saves one version of a file after another until it is killed, and says of each when it is saved:
 * first {@code found VERSION}, {@code found nothing} or {@code found no version} of what is there,
 * then a number for each version.
 */
final class Saver {
  private static final int SIZE = 300_000; // bytes

  /** How to save. */
  enum Protocol {
    /** As the product does. */
    DURABLE,

    /** The folder is not forced. */
    NO_FOLDER_FORCE,

    /** Nothing is forced. */
    NO_FORCE,

    /** Over the old bytes, then forced. */
    IN_PLACE;

    void save(Path file, byte[] bytes) throws IOException {
      switch (this) {
        case DURABLE -> save(new Disk(), file, bytes);
        case NO_FOLDER_FORCE ->
            save(CarelessStorage.withoutForcingTheFolder(new Disk()), file, bytes);
        case NO_FORCE -> save(CarelessStorage.withoutForcingAnything(new Disk()), file, bytes);
        case IN_PLACE -> overwrite(file, bytes);
      }
    }

    private static void save(Storage storage, Path file, byte[] bytes) {
      DurableFile.save(storage, file, stream -> stream.write(bytes));
    }

    private static void overwrite(Path file, byte[] bytes) throws IOException {
      try (FileOutputStream stream = new FileOutputStream(file.toFile())) {
        stream.write(bytes);
        stream.getFD().sync();
      }
    }
  }

  private Saver() {}

  /**
   * Begins.
   *
   * @param arguments a protocol; the file; the first version, more than any before
   */
  public static void main(String[] arguments) throws IOException {
    Protocol protocol = Protocol.valueOf(arguments[0]);
    Path file = Path.of(arguments[1]);
    System.out.println("found " + (Files.exists(file) ? found(file) : "nothing"));
    for (long version = Long.parseLong(arguments[2]); ; version++) {
      protocol.save(file, bytes(version));
      System.out.println(version);
    }
  }

  private static String found(Path file) throws IOException {
    long version = version(file);
    return version < 0 ? "no version" : Long.toString(version);
  }

  /** The version that a file holds; −1 if it is none, or only a part. */
  static long version(Path file) throws IOException {
    byte[] found = Files.readAllBytes(file);
    long version = found.length == SIZE ? ByteBuffer.wrap(found).getLong() : -1;
    return version >= 0 && Arrays.equals(bytes(version), found) ? version : -1;
  }

  /** The number, then bytes that are others in each version. */
  private static byte[] bytes(long version) {
    byte[] bytes = new byte[SIZE];
    new Random(version).nextBytes(bytes);
    ByteBuffer.wrap(bytes).putLong(version);
    return bytes;
  }
}
