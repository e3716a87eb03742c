package nn.io.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes on their way to a file; remembers a failure that a {@code PrintStream} would hide. */
final class CheckedBytes extends OutputStream {
  private final Storage.Output output;
  private @Nullable IOException failure;

  CheckedBytes(Storage.Output output) {
    this.output = output;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    requireNoFailure();
    try {
      output.write(ByteBuffer.wrap(bytes, offset, length));
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  void requireNoFailure() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }
}
