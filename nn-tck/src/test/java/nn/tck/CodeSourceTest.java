package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeSourceTest {

  /** The digest of "abc" is the example of FIPS 180-4. */
  @Test
  void aJarIsHashedAsAFile(@TempDir Path folder) throws IOException {
    Path jar = Files.writeString(folder.resolve("backend.jar"), "abc");
    assertEquals(
        new CodeSource(
            "backend.jar",
            "jar",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        CodeSource.of(jar));
  }

  @Test
  void aFoldersHashIsOfNamesAndContents(@TempDir Path folder) throws IOException {
    Path one = write(folder.resolve("one/classes"), "a/B.class", "x", "C.class", "y");
    Path other = write(folder.resolve("other/classes"), "C.class", "y", "a/B.class", "x");
    Path named = write(folder.resolve("named/classes"), "a/B.class", "x", "D.class", "y");
    Path filled = write(folder.resolve("filled/classes"), "a/B.class", "x", "C.class", "z");
    assertEquals("one/classes", CodeSource.of(one).name());
    assertEquals("folder", CodeSource.of(one).kind());
    assertEquals(CodeSource.of(one).sha256(), CodeSource.of(other).sha256());
    assertNotEquals(CodeSource.of(one).sha256(), CodeSource.of(named).sha256());
    assertNotEquals(CodeSource.of(one).sha256(), CodeSource.of(filled).sha256());
  }

  private static Path write(Path folder, String... namesAndTexts) throws IOException {
    for (int at = 0; at < namesAndTexts.length; at += 2) {
      Path file = folder.resolve(namesAndTexts[at]);
      Files.createDirectories(file.getParent());
      Files.writeString(file, namesAndTexts[at + 1]);
    }
    return folder;
  }

  @Test
  void aClassOfTheJdkHasNoFile() {
    assertNull(CodeSource.of(String.class).sha256());
    assertEquals("unknown", CodeSource.of(String.class).kind());
    assertEquals("folder", CodeSource.of(Certificate.class).kind().replace("jar", "folder"));
  }
}
