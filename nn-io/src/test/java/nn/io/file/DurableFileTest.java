package nn.io.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
  @TempDir Path folder;

  private static void save(Path file, String text) {
    DurableFile.save(file, content(text));
  }

  private static DurableFile.Content content(String text) {
    return stream -> stream.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static FileFormatException refused(Path file, DurableFile.Content content) {
    FileFormatException refused =
        assertThrows(FileFormatException.class, () -> DurableFile.save(file, content));
    assertEquals(FileProblem.NOT_SAVED, refused.problem());
    return refused;
  }

  private static void refused(Path file, String problem) {
    assertEquals(
        "save: " + file + ": " + problem + " [NN-210]", refused(file, content("new")).getMessage());
  }

  // ---- what is saved

  @Test
  void aNewFileAndOneInPlaceOfAnother() throws IOException {
    Path file = folder.resolve("model");
    save(file, "one");
    assertEquals("one", Files.readString(file));
    save(file, "2");
    assertEquals("2", Files.readString(file));
    assertEquals(List.of("model"), names());
  }

  @Test
  void everyByteOfALargeFile() throws IOException {
    byte[] bytes = new byte[1_000_003];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ((i * 31) >> 3);
    }
    Path file = folder.resolve("model");
    DurableFile.save(
        file,
        stream -> {
          stream.write(bytes[0]);
          stream.write(bytes, 1, 9);
          stream.write(bytes, 10, bytes.length - 10);
          stream.close();
        });
    assertArrayEquals(bytes, Files.readAllBytes(file));
  }

  @Test
  void severalFilesGoIntoPlaceWhenAllAreWritten() throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    Files.writeString(one, "before");
    try (DurableFile first = DurableFile.stage(one, content("1"));
        DurableFile second = DurableFile.stage(two, content("2"))) {
      assertEquals("before", Files.readString(one));
      assertFalse(Files.exists(two));
      first.publish();
      second.publish();
    }
    assertEquals("1", Files.readString(one));
    assertEquals("2", Files.readString(two));
    assertEquals(List.of("one", "two"), names());
  }

  @Test
  void whatIsNotPublishedGoes() throws IOException {
    DurableFile.stage(folder.resolve("one"), content("1")).close();
    assertEquals(List.of(), names());
  }

  @Test
  void foldersThatAreMissingAreMade() throws IOException {
    Path deep = folder.resolve("a/b/c");
    DurableFile.createFolder(deep);
    DurableFile.createFolder(deep);
    assertTrue(Files.isDirectory(deep));
    Path file = Files.writeString(folder.resolve("file"), "");
    FileFormatException refused =
        assertThrows(
            FileFormatException.class, () -> DurableFile.createFolder(file.resolve("below")));
    assertEquals(
        "save: "
            + file.resolve("below")
            + ": a file has this name, nothing was changed;"
            + " mend that or choose another folder [NN-210]",
        refused.getMessage());
  }

  // ---- permissions and links

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void permissionsAreKept() throws IOException {
    Path file = folder.resolve("model");
    save(file, "1");
    Path plain = Files.createFile(folder.resolve("plain"));
    assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(file));
    for (String mode : List.of("rw-------", "rw-rw-rw-", "rwxr-x--x")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      save(file, mode);
      assertEquals(mode, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      assertEquals(mode, Files.readString(file));
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void noMomentShowsMoreThanTheFileBeforeDid() throws IOException {
    Path file = folder.resolve("model");
    save(file, "1");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    DurableFile.save(
        file,
        stream -> {
          try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
              assertEquals(
                  "rw-------",
                  PosixFilePermissions.toString(Files.getPosixFilePermissions(each)),
                  each.toString());
            }
          }
        });
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void linksAreFollowedAndStay() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("data/../second"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("data/model"));
    save(link, "1"); // leads to a file that is not there yet
    assertEquals("1", Files.readString(data.resolve("model")));
    save(link, "2");
    assertEquals("2", Files.readString(data.resolve("model")));
    assertTrue(Files.isSymbolicLink(link) && Files.isSymbolicLink(second));
    assertEquals(List.of("data", "link", "second"), names());
  }

  // ---- what cannot be saved

  @Test
  void refusesWhatIsNoFile() throws IOException {
    refused(folder, "a folder has this name, nothing was changed; choose another name");
    refused(
        folder.resolve("none/model"),
        "there is no such folder, nothing was changed; make it or choose another");
    assertEquals(List.of(), names());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void refusesDevicesAndLinksInACircle() throws IOException {
    refused(
        Path.of("/dev/null"),
        "something has this name that is no file, nothing was changed; choose another name");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("link"));
    refused(link, "its links lead nowhere, nothing was changed; mend that or save it elsewhere");
  }

  /** A new file in its place would be allowed, for it is the folder that changes. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void refusesAProtectedFile() throws IOException {
    Path file = Files.writeString(folder.resolve("model"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    assumeFalse(Files.isWritable(file), "the superuser may write everything");
    refused(
        file, "the file is protected, nothing was changed; allow writing or choose another name");
    assertEquals("old", Files.readString(file));
  }

  @Test
  void aContentThatFailsChangesNothing() throws IOException {
    Path file = folder.resolve("model");
    save(file, "old");
    FileFormatException refused =
        refused(
            file,
            stream -> {
              stream.write(new byte[100_000]);
              throw new IOException("the source has ended");
            });
    assertEquals(
        "save: "
            + file
            + ": IOException: the source has ended, nothing was changed;"
            + " mend that or save it elsewhere [NN-210]",
        refused.getMessage());
    assertThrows(
        ArithmeticException.class,
        () ->
            DurableFile.save(
                file,
                stream -> {
                  throw new ArithmeticException("overflow");
                }));
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("model"), names());
  }

  /** A disk whose operation of some number fails. */
  private static final class Failing implements Storage {
    private final Storage disk = new Disk();
    private final int which;
    private int operations;
    private int forces;

    Failing(int which) {
      this.which = which;
    }

    private void next() throws IOException {
      if (operations++ == which) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public Output createBeside(Path target, @Nullable Set<PosixFilePermission> permissions)
        throws IOException {
      next();
      Output output = disk.createBeside(target, permissions);
      return new Output() {
        @Override
        public Path file() {
          return output.file();
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
          output.write(bytes.slice(bytes.position(), bytes.remaining() / 2));
          next();
          output.write(bytes.position(bytes.position() + bytes.remaining() / 2));
        }

        @Override
        public void force() throws IOException {
          forces++;
          next();
          output.force();
        }

        @Override
        public void close() throws IOException {
          output.close();
        }
      };
    }

    @Override
    public void move(Path from, Path to) throws IOException {
      next();
      disk.move(from, to);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
      next();
      disk.forceFolder(folder);
    }

    @Override
    public void delete(Path file) throws IOException {
      disk.delete(file);
    }
  }

  @Test
  void whicheverOperationFailsTheOldFileStaysAndNothingIsLeftOrRetried() throws IOException {
    Path file = folder.resolve("model");
    byte[] large = new byte[200_000];
    int which = 0;
    while (true) {
      save(file, "old");
      Failing disk = new Failing(which);
      try {
        DurableFile.save(disk, file, stream -> stream.write(large));
        break;
      } catch (FileFormatException failed) {
        assertEquals(FileProblem.NOT_SAVED, failed.problem());
        assertTrue(disk.forces <= 1, "forced again");
        assertEquals(List.of("model"), names());
        String message = String.valueOf(failed.getMessage());
        boolean isInPlace = message.contains("it is in place, but a power cut may undo that");
        assertEquals(isInPlace ? large.length : 3, Files.size(file), message);
      }
      which++;
    }
    assertEquals(5, which); // create, write, force, move, force the folder
    assertEquals(large.length, Files.size(file));
  }

  /** A print stream throws nothing. */
  @Test
  void aPrintStreamHidesNoFailure() throws IOException {
    Path file = folder.resolve("model");
    save(file, "old");
    assertThrows(
        FileFormatException.class,
        () ->
            DurableFile.save(
                new Failing(1),
                file,
                stream -> new PrintStream(stream, true, StandardCharsets.UTF_8).print("new")));
    assertEquals("old", Files.readString(file));
  }

  // ---- threads and processes

  @Test
  void anInterruptEndsNothing() throws IOException {
    Path file = folder.resolve("model");
    Thread.currentThread().interrupt();
    save(file, "1");
    assertTrue(Thread.interrupted());
    DurableFile.save(
        file,
        stream -> {
          Thread.currentThread().interrupt();
          stream.write(new byte[1_000_000]);
        });
    assertTrue(Thread.interrupted());
    assertEquals(1_000_000, Files.size(file));
  }

  @Test
  void manyThreadsSaveOneFile() throws Exception {
    Path file = folder.resolve("model");
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<Callable> savings =
        IntStream.range(0, 40).mapToObj(i -> new Callable(file, "x".repeat(i * 5_000))).toList();
    for (var saved : pool.invokeAll(savings, 5, TimeUnit.MINUTES)) {
      assertTrue(saved.get());
    }
    pool.shutdown();
    assertEquals(0, Files.size(file) % 5_000);
    assertEquals(List.of("model"), names());
  }

  private record Callable(Path file, String text)
      implements java.util.concurrent.Callable<Boolean> {
    @Override
    public Boolean call() throws IOException {
      save(file, text);
      return Files.size(file) % 5_000 == 0;
    }
  }

  @Test
  void whatACrashLeftIsRemovedAndNothingElse() throws IOException {
    List<String> others =
        List.of(
            ".model.01234567.89abcdef.tmp.old",
            ".model.01234567.tmp",
            ".model2.01234567.89abcdef.tmp",
            "model.01234567.89abcdef.tmp");
    for (String other : others) {
      Files.writeString(folder.resolve(other), "other");
    }
    Path empty = Files.createFile(folder.resolve(".model.01234567.00000001.tmp"));
    Path half = Files.writeString(folder.resolve(".model.01234567.00000002.tmp"), "half of i");
    save(folder.resolve("model"), "1");
    assertFalse(Files.exists(empty));
    assertFalse(Files.exists(half));
    for (String other : others) {
      assertTrue(Files.exists(folder.resolve(other)), other);
    }
  }
}
