package nn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import nn.api.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {
  @TempDir Path folder;

  private Path file(String name, long seconds) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
    return Files.setLastModifiedTime(file, FileTime.fromMillis(1000 * seconds));
  }

  private String refusal() {
    Refusal refusal = assertThrows(Refusal.class, () -> Build.in(folder, "it"));
    return String.valueOf(refusal.getMessage());
  }

  @Test
  void takesTheNewestJarOfEachModulesClasses() throws IOException {
    for (String module : Build.MODULES) {
      file(module + "/src/main/java/A.java", 100);
      file(module + "/target/" + module + "-0.1.0-SNAPSHOT.jar", 200);
      file(module + "/target/" + module + "-0.1.0-SNAPSHOT-tests.jar", 300);
      file(module + "/target/" + module + "-0.1.0-SNAPSHOT-sources.jar", 300);
    }
    Path newest = file("nn-api/target/nn-api-0.2.0.jar", 250);
    Build build = Build.in(folder, "it");
    assertEquals(newest, build.libraries().get(0));
    assertEquals(
        folder.resolve("nn-core/target/nn-core-0.1.0-SNAPSHOT.jar"), build.libraries().get(1));
    file("nn-core/src/main/java/A.java", 201);
    assertTrue(refusal().startsWith("guard: a jar must be newer than its sources: "), refusal());
  }

  @Test
  void aFolderWithoutABuildIsRefused() {
    assertEquals(
        "guard: a build must have the jars of nn-api, nn-core, nn-backend-naive, nn-backend-vector:"
            + " there is none in "
            + folder.resolve("nn-api/target")
            + "; build them: (cd "
            + folder
            + " && mvn -B -q -Dquick -DskipTests -pl"
            + " nn-api,nn-core,nn-backend-naive,nn-backend-vector -am package)",
        refusal());
  }

  @Test
  void aBuildThatLacksWhatIsCalledIsTold() {
    Build build = new Build("commit abc", List.of());
    SliceWork.Setting naive = GuardWork.few(List.of("naive"), 1).get(2).with();
    Path classes = Path.of("target", "classes"); // without nn-api
    SliceProcess.Silence silence =
        assertThrows(
            SliceProcess.Silence.class,
            () -> {
              try (SliceProcess process = build.start(classes, naive)) {
                process.slice(0.01, "FLOAT64 MOONS");
              }
            });
    assertTrue(
        String.valueOf(
                build.cannot("naive, float64 iteration of the article", silence).getMessage())
            .matches(
                "guard: both builds must do every work: commit abc cannot do 'naive, float64"
                    + " iteration of the article': .*NoClassDefFoundError: nn/(api|core)/.*; compare"
                    + " with a later build, or leave this backend out with --backends"),
        silence.getMessage());
  }

  @Test
  void everyBackendHasTheSameWorks() {
    assertEquals(10, GuardWork.few(List.of("naive", "vector"), 1).size());
    assertEquals(14, GuardWork.all(List.of("naive"), 1).size());
    assertTrue(
        GuardWork.all(List.of("naive"), 1).stream()
            .anyMatch(work -> work.what().equals("FLOAT32 n = 512")));
    assertEquals(DType.FLOAT32, GuardWork.few(List.of("naive"), 1).get(3).with().dtype());
  }

  private void git(String... arguments) {
    List<String> words = new java.util.ArrayList<>(List.of("git"));
    words.addAll(List.of("-c", "user.name=a", "-c", "user.email=a@example.org"));
    words.addAll(List.of(arguments));
    JavaProcess.Ended ended = JavaProcess.run(new ProcessBuilder(words).directory(folder.toFile()));
    assertEquals(0, ended.exitCode(), ended.output());
  }

  @Test
  void aCommitIsCheckedOutAndRemoved() throws IOException {
    assumeTrue(JavaProcess.run(new ProcessBuilder("git", "--version")).exitCode() == 0);
    git("init", "-q");
    file("a.txt", 1);
    git("add", ".");
    git("commit", "-q", "-m", "first");
    Files.delete(folder.resolve("a.txt"));
    Path there;
    try (Worktree worktree = Worktree.of(folder, "HEAD")) {
      there = worktree.folder();
      assertTrue(Files.exists(there.resolve("a.txt")));
    }
    assertFalse(Files.exists(there.getParent()));
    JavaProcess.Ended list =
        JavaProcess.run(new ProcessBuilder("git", "worktree", "list").directory(folder.toFile()));
    assertEquals(1, list.output().strip().lines().count(), list.output());
    Refusal refusal =
        assertThrows(
            Refusal.class, () -> Worktree.of(folder, "0123456789abcdef0123456789abcdef01234567"));
    assertTrue(
        String.valueOf(refusal.getMessage())
            .startsWith(
                "guard: a commit must be in the history of this clone (a shallow one has only the"
                    + " last): 0123456789abcdef"),
        refusal.getMessage());
  }
}
