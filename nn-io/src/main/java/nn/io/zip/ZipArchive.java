package nn.io.zip;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import nn.api.Message;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;

/**
 * A zip archive (PKWARE, APPNOTE.TXT 6.3.10) that is held in memory, so that nothing of it is ever
 * written to a path that it names. The central directory says what is in it, and where: an entry
 * that is there twice, lies over another, or differs from what stands before its bytes is refused,
 * so that every reader sees the same. Without ZIP64, encryption and parts.
 */
public final class ZipArchive {
  private static final int END = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int CENTRAL = 0x02014b50;
  private static final int CENTRAL_SIZE = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_SIZE = 30;
  private static final int MAX_COMMENT = 0xffff;
  private static final int ENCRYPTED = 1;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  private static final String AGAIN = "; get the whole file again";

  private final FileSource source;
  private final ByteBuffer bytes;
  private final List<ZipEntry> entries = new ArrayList<>();

  private ZipArchive(FileSource source, byte[] bytes) {
    this.source = source;
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether bytes begin like an archive. */
  public static boolean isArchive(byte[] bytes) {
    return bytes.length >= Integer.BYTES
        && ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt() == LOCAL;
  }

  /**
   * Reads the central directory.
   *
   * @param bytes of the whole file; not to be changed any more
   * @throws FileFormatException if this is no archive, or none that is read here
   */
  public static ZipArchive of(FileSource source, byte[] bytes) {
    ZipArchive archive = new ZipArchive(source, bytes);
    archive.readDirectory(archive.end());
    return archive;
  }

  /** The entries, in the order of the central directory. */
  public List<ZipEntry> entries() {
    return List.copyOf(entries);
  }

  /** Where the record of the end begins: its comment fills the rest of the file. */
  private int end() {
    int last = bytes.capacity() - END_SIZE;
    for (int at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
      if (bytes.getInt(at) == END && at + END_SIZE + unsignedShort(at + 20) == bytes.capacity()) {
        return at;
      }
    }
    throw source.problem(FileProblem.TRUNCATED, "a zip archive's end is missing" + AGAIN);
  }

  private int unsignedShort(int at) {
    return bytes.getShort(at) & 0xffff;
  }

  private long unsignedInt(int at) {
    return bytes.getInt(at) & 0xffffffffL;
  }

  private void readDirectory(int end) {
    int count = unsignedShort(end + 10);
    long start = unsignedInt(end + 16);
    long size = unsignedInt(end + 12);
    if (bytes.getInt(end + 4) != 0 || unsignedShort(end + 8) != count) {
      throw source.problem(
          end, FileProblem.UNSUPPORTED, "an archive in parts is not read; give one file");
    }
    if (count == 0xffff || start == 0xffffffffL) {
      throw source.problem(
          end, FileProblem.UNSUPPORTED, "ZIP64 is not read; write fewer or smaller arrays");
    }
    if (start + size > end) {
      throw malformed(end, "the central directory must lie before the end");
    }
    long next = start;
    Set<String> names = new HashSet<>();
    long packed = 0;
    for (int i = 0; i < count; i++) {
      require(next, CENTRAL_SIZE, end, CENTRAL, "an entry of the central directory");
      int at = (int) next;
      ZipEntry entry = entry(at, end);
      if (!names.add(entry.name())) {
        throw malformed(at, "a name must occur once: '" + entry.name() + "'");
      }
      packed += LOCAL_SIZE + entry.packed().remaining();
      if (packed > start) {
        throw malformed(at, "entries must not lie over each other: '" + entry.name() + "'");
      }
      entries.add(entry);
      next += CENTRAL_SIZE + unsignedShort(at + 28);
      next += unsignedShort(at + 30) + unsignedShort(at + 32);
    }
    if (next != start + size) {
      throw malformed(next, "the central directory must have the size that the end says");
    }
  }

  private void require(long at, int size, long limit, int signature, String what) {
    if (at + size > limit || bytes.getInt((int) at) != signature) {
      throw malformed(at, what + " is missing");
    }
  }

  private ZipEntry entry(int at, int end) {
    int method = unsignedShort(at + 10);
    String name = name(at + CENTRAL_SIZE, unsignedShort(at + 28), end);
    if ((unsignedShort(at + 8) & ENCRYPTED) != 0 || (method != STORED && method != DEFLATED)) {
      throw source.problem(
          at,
          FileProblem.UNSUPPORTED,
          Message.of(
              "an entry must be stored or deflated, and not encrypted: '%s' has method %d; write it"
                  + " again without",
              name, method));
    }
    long packed = unsignedInt(at + 20);
    long size = unsignedInt(at + 24);
    long local = unsignedInt(at + 42);
    if (local == 0xffffffffL || size > Integer.MAX_VALUE - 8 || packed > Integer.MAX_VALUE) {
      throw source.problem(
          at,
          FileProblem.TOO_LARGE,
          "an entry must have less than 2 GiB: '" + name + "'; split it");
    }
    long data = dataOf(local, name, end);
    if (data + packed > end || (method == STORED && packed != size)) {
      throw malformed(at, "the sizes of '" + name + "' do not fit the archive");
    }
    return new ZipEntry(
        name,
        method == STORED,
        unsignedInt(at + 16),
        bytes.slice((int) data, (int) packed).order(ByteOrder.LITTLE_ENDIAN),
        (int) size,
        data);
  }

  private long dataOf(long local, String name, int end) {
    require(local, LOCAL_SIZE, end, LOCAL, "the entry '" + name + "'");
    int at = (int) local;
    int length = unsignedShort(at + 26);
    if (!name.equals(name(at + LOCAL_SIZE, length, end))) {
      throw malformed(at, "the entry must have the name of the central directory: '" + name + "'");
    }
    return local + LOCAL_SIZE + length + unsignedShort(at + 28);
  }

  private String name(int at, int length, int end) {
    if (at + length > end) {
      throw malformed(at, "a name must lie in the archive");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.slice(at, length)).toString();
    } catch (CharacterCodingException malformed) {
      throw malformed(at, "a name must be UTF-8");
    }
  }

  /**
   * What an entry holds; a view of the archive where it is stored. Memory follows what is really
   * there, whatever the entry says.
   *
   * @throws FileFormatException if it does not hold what the directory says
   */
  public ByteBuffer open(ZipEntry entry) {
    ByteBuffer content = entry.stored() ? entry.packed().duplicate() : inflated(entry);
    CRC32 crc = new CRC32();
    crc.update(content.duplicate());
    if (crc.getValue() != entry.crc()) {
      throw source.problem(
          entry.offset(),
          FileProblem.CORRUPT,
          "the checksum of '" + entry.name() + "' is another" + AGAIN);
    }
    return content.order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer inflated(ZipEntry entry) {
    int packed = entry.packed().remaining();
    Inflater inflater = new Inflater(true);
    InputStream input = // one byte more, as zlib may want to look ahead; the directory follows
        new ByteArrayInputStream(bytes.array(), (int) entry.offset(), packed + 1);
    try (InputStream stream = new InflaterInputStream(input, inflater)) {
      byte[] content = stream.readNBytes(entry.size());
      boolean ended = stream.read() < 0;
      if (content.length == entry.size() && ended && inflater.getBytesRead() == packed) {
        return ByteBuffer.wrap(content);
      }
      throw corrupt(entry);
    } catch (IOException malformed) {
      throw corrupt(entry);
    } finally {
      inflater.end();
    }
  }

  private FileFormatException corrupt(ZipEntry entry) {
    return source.problem(
        entry.offset(),
        FileProblem.CORRUPT,
        Message.of(
            "what is compressed in '%s' does not give its %d bytes%s",
            entry.name(), entry.size(), AGAIN));
  }

  private FileFormatException malformed(long at, String rule) {
    return source.problem(at, FileProblem.MALFORMED, rule + AGAIN);
  }
}
