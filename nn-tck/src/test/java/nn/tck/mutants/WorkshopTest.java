package nn.tck.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nn.tck.mutants.Mutant.Edit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkshopTest {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path folder;

  private static Mutant replacing(String source, String old, String text) {
    int start = source.indexOf(old);
    Edit edit = new Edit(start, start + old.length(), text);
    return new Mutant(
        "A#f/arithmetic/1", Operator.ARITHMETIC, "DoubleProduct.java", 1, List.of(edit));
  }

  @Test
  void bothNumberTypesHaveTheFaultAndTheSourceStaysAsItIs() throws Exception {
    Path file = Subject.NAIVE.file(REPOSITORY, "DoubleProduct.java");
    String source = Files.readString(file);
    Workshop workshop =
        new Workshop(
            REPOSITORY,
            Subject.NAIVE,
            folder.resolve("work"),
            System.getProperty("java.class.path"));
    assertTrue(
        workshop.compile(replacing(source, "DoubleProduct extends", "DoubleProduct/**/ extends")));
    Path classes = workshop.classes().resolve("nn/backend/naive");
    byte[] twin = Files.readAllBytes(classes.resolve("FloatProduct.class"));
    assertTrue(workshop.compile(replacing(source, " += ", " -= ")));
    assertFalse(
        java.util.Arrays.equals(twin, Files.readAllBytes(classes.resolve("FloatProduct.class"))));
    assertFalse(workshop.compile(replacing(source, " += ", " += null ")));
    assertEquals(source, Files.readString(file));
  }
}
