package nn.io.malformed;

import java.util.Arrays;

/** Files in IDX format with a fault, compressed and not. */
final class MalformedIdx {
  private MalformedIdx() {}

  /** Some records of 4 x 5 unsigned bytes. */
  static byte[] images(int records) {
    byte[] pixels = new byte[records * 20];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 7);
    }
    return Bytes.join(header(0x08, records, 4, 5), pixels);
  }

  private static byte[] header(int type, long... extents) {
    byte[] header = {0, 0, (byte) type, (byte) extents.length};
    for (long extent : extents) {
      header = Bytes.join(header, Bytes.bigEndian(extent, Integer.BYTES));
    }
    return header;
  }

  static void addTo(MalformedFiles files) {
    byte[] images = images(30);
    byte[] zipped = Bytes.gzip(images);
    files.draw(Reader.IDX, "cut off", random -> Bytes.cut(images, random));
    files.draw(
        Reader.IDX,
        "bytes follow",
        random -> Bytes.join(images, Bytes.noise(random, 1 + random.nextInt(99))));
    files.draw(
        Reader.IDX,
        "noise",
        random -> Bytes.with(Bytes.noise(random, 2 + random.nextInt(2000)), 0, (byte) 1, (byte) 2));
    for (int type : new int[] {0, 1, 7, 0x0a, 0x0f, 0x10, 0x7f, 0x80, 0xff}) {
      files.add(Reader.IDX, "an unknown type", Bytes.with(images, 2, (byte) type));
    }
    for (int dimensions : new int[] {0, 4, 100, 255}) {
      files.add(Reader.IDX, "other dimensions", Bytes.with(images, 3, (byte) dimensions));
    }
    for (int d = 0; d < 3; d++) {
      for (long extent : new long[] {0, 0x7fffffff, 0x80000000L, 0xffffffffL, 0x10000}) {
        files.add(
            Reader.IDX,
            "an extent that is none",
            Bytes.with(images, 4 + 4 * d, Bytes.bigEndian(extent, Integer.BYTES)));
      }
    }
    for (long[] extents :
        new long[][] {
          {65536, 65536},
          {65536, 65536, 65536},
          {2147483647, 2147483647},
          {0xffffffffL},
          {46341, 46341, 1},
          {1 << 16, 1 << 15},
          {3, 0x55555556L}
        }) {
      for (int type : new int[] {0x08, 0x0b, 0x0d, 0x0e}) {
        byte[] bomb = Bytes.join(header(type, extents), new byte[100]);
        files.add(Reader.IDX, "extents beyond all memory", bomb);
        files.add(Reader.IDX, "extents beyond all memory, compressed", Bytes.gzip(bomb));
      }
    }
    files.draw(Reader.IDX, "compressed and cut off", random -> Bytes.cut(zipped, random));
    files.draw(
        Reader.IDX,
        "compressed and a bit is another",
        random -> Bytes.flipped(zipped, 8 * 10 + random.nextInt(8 * (zipped.length - 10))));
    files.add(Reader.IDX, "compressed twice", Bytes.gzip(zipped), Bytes.gzip(Bytes.gzip(zipped)));
    for (int megabytes : new int[] {5, 6, 8}) {
      byte[] zeros = new byte[megabytes << 20];
      files.add(
          Reader.IDX,
          "a bomb",
          Bytes.gzip(Bytes.join(header(0x08, zeros.length), zeros)),
          Bytes.gzip(Bytes.join(header(0x08, 10), zeros)));
    }
    files.add(Reader.IDX, "of another format", MalformedModels.model(), Bytes.ascii("a,b\n1,2\n"));
    files.add(
        Reader.IDX,
        "labels without their end",
        Arrays.copyOf(header(0x08, 1000), 500),
        header(0x08, 1));
  }
}
