package nn.io.zip;

import java.nio.ByteBuffer;

/**
 * An entry of an archive, as its central directory describes it.
 *
 * @param name as it stands there; never a path to write to
 * @param stored whether it is not compressed
 * @param crc CRC-32 of what it holds
 * @param packed the bytes in the archive, from position to limit
 * @param size the bytes that it holds
 * @param offset of {@code packed} in the archive
 */
public record ZipEntry(
    String name, boolean stored, long crc, ByteBuffer packed, int size, long offset) {}
