package nn.io.malformed;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import nn.io.array.Idx;
import nn.io.array.Npy;
import nn.io.array.Npz;
import nn.io.array.Safetensors;
import nn.io.file.FileFormatException;
import nn.io.model.Checkpoint;
import nn.io.model.ModelFile;
import nn.io.table.CsvException;
import nn.io.table.CsvTable;
import nn.io.torch.TorchFile;

/** Everything of nn that reads files, and how it says no. */
enum Reader {
  MODEL(ModelFile::read, FileFormatException.class),
  CHECKPOINT(Checkpoint::read, FileFormatException.class),
  SAFETENSORS(Safetensors::importFile, FileFormatException.class),
  IDX(Idx::read, FileFormatException.class),
  NPY(Npy::read, FileFormatException.class),
  NPZ(Npz::read, FileFormatException.class),
  TORCH(TorchFile::read, FileFormatException.class),
  CSV(CsvTable::read, CsvException.class);

  @SuppressWarnings("ImmutableEnumChecker") // a method of a class without state
  private final Consumer<Path> reading;

  private final Class<? extends RuntimeException> refusal;

  Reader(Consumer<Path> reading, Class<? extends RuntimeException> refusal) {
    this.reading = reading;
    this.refusal = refusal;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether its files have a digest. */
  boolean isSigned() {
    return this == MODEL || this == CHECKPOINT;
  }

  /** Reads a file; throws what its reader throws. */
  void read(Path file) {
    reading.accept(file);
  }

  /** Whether an exception is the one that it may throw. */
  boolean isRefusal(Throwable thrown) {
    return refusal.isInstance(thrown);
  }
}
