package nn.io.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A disk that loses its power: it keeps a log of what is done to it, and after each operation tries
 * everything that may be on it when the power comes back.
 *
 * <p>What was forced is there. Of the rest every block is as it was, new, or garbage, and of the
 * changes of names any subset has happened, whatever their order, as if each block and each name
 * were written when the disk likes to. A write is an operation for each of its blocks.
 */
final class Crashes implements Storage {
  private static final int BLOCK = 4; // bytes
  private static final byte[] GARBAGE = {-1, -2, -3, -4};

  /**
   * What may be there after a crash, counted.
   *
   * @param states that were tried
   * @param torn those in which the file is none of its versions
   * @param lost those in which it is not there, or older than a version whose saving had returned
   */
  record Found(int states, int torn, int lost) {}

  /** The blocks of a file, and which of them the disk surely has. */
  private static final class Inode {
    private final List<byte @Nullable []> forced = new ArrayList<>();
    private final List<byte[]> written = new ArrayList<>();
  }

  /** A name and what it is the name of afterwards; null for nothing. */
  private record Naming(Path name, @Nullable Inode inode, @Nullable Path former) {}

  private final Path target;
  private final Map<Path, Inode> names = new HashMap<>(); // as the program sees them
  private final Map<Path, Inode> forcedNames = new HashMap<>();
  private final List<Naming> unforced = new ArrayList<>();
  private final List<String> versions = new ArrayList<>();
  private int acknowledged = -1; // the last version whose saving has returned
  private int states;
  private int torn;
  private int lost;

  Crashes(Path target) {
    this.target = target;
  }

  /** What is being saved now. */
  void begin(String version) {
    versions.add(version);
  }

  /** The saving has returned. */
  void acknowledge() {
    acknowledged = versions.size() - 1;
    crash();
  }

  Found found() {
    return new Found(states, torn, lost);
  }

  // ---- operations

  @Override
  public Output createBeside(Path target, @Nullable Set<PosixFilePermission> permissions) {
    return create(target.resolveSibling("new" + versions.size()));
  }

  private Output create(Path file) {
    Inode inode = new Inode();
    name(new Naming(file, inode, null));
    return output(file, inode);
  }

  /** The file itself, or a new one of its name. */
  Output overwrite(Path file) {
    Inode inode = names.get(file);
    return inode == null ? create(file) : output(file, inode);
  }

  @Override
  public void move(Path from, Path to) {
    name(new Naming(to, names.get(from), from));
  }

  @Override
  public void delete(Path file) {
    if (names.containsKey(file)) {
      name(new Naming(file, null, null));
    }
  }

  private void name(Naming naming) {
    apply(naming, names);
    unforced.add(naming);
    crash();
  }

  private static void apply(Naming naming, Map<Path, Inode> names) {
    if (naming.inode == null) {
      names.remove(naming.name);
    } else {
      names.put(naming.name, naming.inode);
    }
    if (naming.former != null) {
      names.remove(naming.former);
    }
  }

  @Override
  public void forceFolder(Path folder) {
    unforced.forEach(naming -> apply(naming, forcedNames));
    unforced.clear();
    crash();
  }

  private Output output(Path file, Inode inode) {
    return new Output() {
      private int block;

      @Override
      public Path file() {
        return file;
      }

      @Override
      public void write(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
          byte[] next = new byte[Math.min(BLOCK, bytes.remaining())];
          bytes.get(next);
          put(inode, block++, next);
        }
      }

      @Override
      public void force() {
        inode.forced.clear();
        inode.forced.addAll(inode.written);
        crash();
      }

      @Override
      public void close() {}
    };
  }

  private void put(Inode inode, int block, byte[] bytes) {
    if (block == inode.written.size()) {
      inode.written.add(bytes);
    } else {
      inode.written.set(block, bytes);
    }
    crash();
  }

  // ---- the power fails

  private void crash() {
    for (int subset = 0; subset < 1 << unforced.size(); subset++) {
      Map<Path, Inode> left = new HashMap<>(forcedNames);
      for (int n = 0; n < unforced.size(); n++) {
        if ((subset >> n & 1) == 1) {
          apply(unforced.get(n), left);
        }
      }
      Inode inode = left.get(target);
      if (inode == null) {
        judge(null);
      } else {
        judgeAll(inode, 0, new byte[0]);
      }
    }
  }

  /** Everything that the file's blocks from this one on may be. */
  private void judgeAll(Inode inode, int block, byte[] before) {
    if (block == inode.written.size()) {
      judge(new String(before, StandardCharsets.ISO_8859_1));
      return;
    }
    byte[] forced = block < inode.forced.size() ? inode.forced.get(block) : null;
    byte[] written = inode.written.get(block);
    judgeAll(inode, block + 1, append(before, written));
    if (!Arrays.equals(forced, written)) {
      judgeAll(inode, block + 1, append(before, forced == null ? new byte[0] : forced));
      judgeAll(inode, block + 1, append(before, GARBAGE));
    }
  }

  private static byte[] append(byte[] before, byte[] block) {
    byte[] all = Arrays.copyOf(before, before.length + block.length);
    System.arraycopy(block, 0, all, before.length, block.length);
    return all;
  }

  private void judge(@Nullable String content) {
    states++;
    if (content == null) {
      lost += acknowledged >= 0 ? 1 : 0;
    } else {
      int version = versions.indexOf(content);
      torn += version < 0 ? 1 : 0;
      lost += version >= 0 && version < acknowledged ? 1 : 0;
    }
  }
}
