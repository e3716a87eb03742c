package nn.io.malformed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;

/** Archives with a fault that is one whatever they hold; NumPy's stand for all. */
final class MalformedArchives {
  private static final int CENTRAL = 0x02014b50;
  private static final int END_SIZE = 22;

  private final MalformedFiles files;
  private final byte[] stored;
  private final byte[] deflated;

  private MalformedArchives(MalformedFiles files) {
    this.files = files;
    Zip zip = new Zip(Map.of("a.npy", MalformedNumpy.array(40)));
    stored = zip.stored();
    deflated = zip.toBytes(ZipEntry.DEFLATED);
  }

  static void addTo(MalformedFiles files) {
    MalformedArchives archives = new MalformedArchives(files);
    archives.addDamaged();
    archives.addEnds();
    archives.addEntries();
  }

  private void addDamaged() {
    for (byte[] file : List.of(stored, deflated)) {
      files.draw(Reader.NPZ, "cut off", random -> Bytes.cut(file, random));
      files.draw(
          Reader.NPZ,
          "bytes follow",
          random -> Bytes.join(file, Bytes.noise(random, 1 + random.nextInt(99))));
    }
    int data = 30 + "a.npy".length();
    files.draw(
        Reader.NPZ,
        "a bit of an array is another",
        random ->
            Bytes.flipped(stored, 8 * data + random.nextInt(8 * MalformedNumpy.array(40).length)));
    files.draw(
        Reader.NPZ,
        "what is compressed is noise",
        random -> Bytes.with(deflated, data, Bytes.noise(random, 20)));
    files.add(Reader.NPZ, "of another format", MalformedModels.other());
  }

  /** Where an entry of the central directory begins. */
  private static int central(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    while (bytes.getInt(at) != CENTRAL) {
      at++;
    }
    return at;
  }

  private void end(String fault, int at, long value, int bytes) {
    for (byte[] file : List.of(stored, deflated)) {
      files.add(
          Reader.NPZ,
          fault,
          Bytes.with(file, file.length - END_SIZE + at, Bytes.littleEndian(value, bytes)));
    }
  }

  private void addEnds() {
    for (int count : new int[] {0, 2, 100, 0xfffe}) {
      end("another number of entries", 10, count, 2);
      end("another number of entries", 8, count + 2L, 2);
    }
    for (long start : new long[] {0, 1, 100_000, 0x7fffffff, 0xfffffffeL}) {
      end("a directory elsewhere", 16, start, 4);
    }
    for (long size : new long[] {0, 1, 100_000, 0x7fffffff, 0xfffffffeL}) {
      end("a directory of another size", 12, size, 4);
    }
    end("in parts", 4, 1, 2);
    end("in parts", 6, 1, 2);
    end("ZIP64", 10, 0xffff, 2);
    end("ZIP64", 16, 0xffffffffL, 4);
    end("a comment that is not there", 20, 7, 2);
  }

  private void central(String fault, int at, long value, int bytes) {
    for (byte[] file : List.of(stored, deflated)) {
      files.add(
          Reader.NPZ,
          fault,
          Bytes.with(file, central(file) + at, Bytes.littleEndian(value, bytes)));
    }
  }

  private void addEntries() {
    central("an entry is encrypted", 8, 1, 2);
    for (int method : new int[] {1, 6, 9, 12, 14, 93, 95, 99}) {
      central("an unknown method", 10, method, 2);
    }
    for (long crc : new long[] {0, 1, 0xffffffffL}) {
      central("another checksum", 16, crc, 4);
    }
    for (long size : new long[] {0, 1, 447, 449, 100_000, 0x7fffffff, 0xffffffffL}) {
      central("another size", 24, size, 4);
      central("another compressed size", 20, size, 4);
    }
    for (long local : new long[] {1, 30, 100_000, 0x7fffffff, 0xffffffffL}) {
      central("an entry elsewhere", 42, local, 4);
    }
    for (int length : new int[] {0, 4, 6, 1000, 0xffff}) {
      central("a name of another length", 28, length, 2);
    }
    central("a name that differs from the entry's", 46, 'b', 1);
    central("a name that is not UTF-8", 46, 0xff, 1);
    for (String name :
        List.of("a.txt", "../../a.sh", "a", ".npy/", "META-INF/MANIFEST.MF", "a.npy.exe", "")) {
      files.add(
          Reader.NPZ,
          "an entry that is no array",
          new Zip(Map.of(name, MalformedNumpy.array(40))).stored());
    }
    byte[] two =
        new Zip(Map.of("a.npy", MalformedNumpy.array(4)))
            .with("b.npy", MalformedNumpy.array(4))
            .stored();
    int second = two.length - END_SIZE - 46 - 5;
    byte[] overlapping = Bytes.with(two, second + 42, Bytes.littleEndian(0, 4));
    files.add(
        Reader.NPZ, "entries over each other", Bytes.with(overlapping, second + 46, (byte) 'a'));
    files.add(Reader.NPZ, "entries over each other", overlapping);
    for (int megabytes : new int[] {5, 6, 8}) {
      byte[] array = MalformedNumpy.array(new byte[megabytes << 20]);
      files.add(Reader.NPZ, "a bomb", new Zip(Map.of("a.npy", array)).toBytes(ZipEntry.DEFLATED));
    }
  }
}
