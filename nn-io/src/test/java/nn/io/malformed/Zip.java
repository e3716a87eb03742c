package nn.io.malformed;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A zip archive as its entries, in order. */
record Zip(Map<String, byte[]> entries) {

  static Zip of(byte[] file) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream stream = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = stream.getNextEntry(); entry != null; entry = stream.getNextEntry()) {
        entries.put(entry.getName(), stream.readAllBytes());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new Zip(entries);
  }

  /** With another entry, or an entry more. */
  Zip with(String name, byte[] content) {
    Map<String, byte[]> changed = new LinkedHashMap<>(entries);
    changed.put(name, content);
    return new Zip(changed);
  }

  Zip without(String name) {
    Map<String, byte[]> changed = new LinkedHashMap<>(entries);
    changed.remove(name);
    return new Zip(changed);
  }

  /** The archive, stored or deflated. */
  byte[] toBytes(int method) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream stream = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> content : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(content.getKey());
        CRC32 crc = new CRC32();
        crc.update(content.getValue());
        entry.setMethod(method);
        entry.setSize(content.getValue().length);
        entry.setCrc(crc.getValue());
        if (method == ZipEntry.STORED) {
          entry.setCompressedSize(content.getValue().length);
        }
        stream.putNextEntry(entry);
        stream.write(content.getValue());
        stream.closeEntry();
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  byte[] stored() {
    return toBytes(ZipEntry.STORED);
  }
}
