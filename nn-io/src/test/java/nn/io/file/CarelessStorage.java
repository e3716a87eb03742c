package nn.io.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A disk that is not always asked to force: what comes of it is what the tests must notice. */
record CarelessStorage(Storage disk, boolean forcesFiles, boolean forcesFolders)
    implements Storage {

  static Storage withoutForcingTheFolder(Storage disk) {
    return new CarelessStorage(disk, true, false);
  }

  static Storage withoutForcingAnything(Storage disk) {
    return new CarelessStorage(disk, false, false);
  }

  @Override
  public Output createBeside(Path target, @Nullable Set<PosixFilePermission> permissions)
      throws IOException {
    Output output = disk.createBeside(target, permissions);
    return forcesFiles ? output : new Unforced(output);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    disk.move(from, to);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    if (forcesFolders) {
      disk.forceFolder(folder);
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    disk.delete(file);
  }

  private record Unforced(Output output) implements Output {
    @Override
    public Path file() {
      return output.file();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      output.write(bytes);
    }

    @Override
    public void force() {}

    @Override
    public void close() throws IOException {
      output.close();
    }
  }
}
