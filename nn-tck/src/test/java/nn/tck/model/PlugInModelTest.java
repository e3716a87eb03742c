package nn.tck.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import nn.api.DType;
import nn.tck.model.PlugInModel.Data;
import nn.tck.model.PlugInModel.Row;
import nn.tck.reference.Generator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rows have what they are said to have. */
class PlugInModelTest {
  private static final int SEEDS = 20;

  @Test
  void everyClassAndKindOccursOnce() {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Row> rows = PlugInModel.rows(new Generator(seed));
      Set<ExtentClass> all = EnumSet.allOf(ExtentClass.class);
      assertEquals(
          all, rows.stream().map(row -> ExtentClass.of(row.units())).collect(Collectors.toSet()));
      assertEquals(
          all, rows.stream().map(row -> ExtentClass.of(row.records())).collect(Collectors.toSet()));
      assertEquals(
          EnumSet.allOf(Data.class), rows.stream().map(Row::data).collect(Collectors.toSet()));
    }
  }

  @Test
  void everyTwoClassesThatFitMeet() {
    List<Row> rows = PlugInModel.pairs(new Generator(1));
    for (ExtentClass units : ExtentClass.values()) {
      for (ExtentClass records : ExtentClass.values()) {
        if (units.least() * records.least() <= 1 << 12) {
          assertTrue(
              rows.stream()
                  .anyMatch(
                      row ->
                          ExtentClass.of(row.units()) == units
                              && ExtentClass.of(row.records()) == records),
              () -> units + " units and " + records + " records do not meet");
        }
      }
    }
  }

  @Test
  void operandsAreNotTooLarge() {
    for (int seed = 0; seed < SEEDS; seed++) {
      for (Row row : PlugInModel.pairs(new Generator(seed))) {
        boolean alone = row.units() == 1 || row.records() == 1;
        int most = alone ? ExtentClass.TO_70000.most() : PlugInModel.ELEMENTS;
        assertTrue(row.elements() <= most, row::toString);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void numbersAreFiniteAndOfTheNumberType(Data data) {
    Generator random = new Generator(1);
    for (DType dtype : DType.values()) {
      for (int i = 0; i < 1_000; i++) {
        double number = data.draw(random, dtype);
        assertTrue(Math.abs(number) <= PlugInModel.large(dtype), () -> data + " draws " + number);
        assertEquals(dtype.round(number), number, () -> data + " draws what is no " + dtype);
      }
    }
  }
}
