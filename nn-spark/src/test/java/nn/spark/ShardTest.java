package nn.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import nn.api.DType;
import nn.core.data.DataSet;
import nn.core.training.Shares;
import nn.core.training.Training;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.Tuple2;
import scala.collection.JavaConverters;

/** Rows that are decoded in chunks and cut into shards are the rows. */
class ShardTest {

  /** Wide rows, so that a partition has several chunks: of 524 rows. */
  private static final int INPUTS = 999;

  private static TrainingColumns columns(boolean areWeighted) {
    return new TrainingColumns("id", "x", "y", areWeighted ? "w" : null, INPUTS, 1, false);
  }

  private static double feature(int row, int input) {
    return row / 7.0 - input * 3;
  }

  /** Numbers as they come from a table whose vectors are arrays. */
  private static Row row(int row) {
    List<Double> features = IntStream.range(0, INPUTS).mapToObj(i -> feature(row, i)).toList();
    return new GenericRowWithSchema(
        new Object[] {row, JavaConverters.asScalaBuffer(features).toSeq(), row * 2.0, row + 1.0},
        new StructType()
            .add("key", "int")
            .add("features", "array<double>")
            .add("target", "double")
            .add("weight", "double"));
  }

  /** All pieces, in any order, of partitions of these sizes. */
  private static List<Tuple2<Integer, Shard.Piece>> pieces(
      int[] sizes, Shares shares, TrainingColumns columns, DType dtype) {
    List<Tuple2<Integer, Shard.Piece>> pieces = new ArrayList<>();
    int[] places = new int[sizes.length + 1];
    for (int partition = 0; partition < sizes.length; partition++) {
      places[partition + 1] = places[partition] + sizes[partition];
      Iterator<Row> rows =
          IntStream.range(places[partition], places[partition + 1])
              .mapToObj(ShardTest::row)
              .iterator();
      Chunk.of(partition, rows, columns, dtype)
          .forEachRemaining(chunk -> pieces.addAll(chunk.cut(places, shares)));
    }
    Collections.shuffle(pieces, new Random(3));
    return pieces;
  }

  private static Iterator<Tuple2<Integer, Shard.Piece>> of(
      int shard, List<Tuple2<Integer, Shard.Piece>> pieces) {
    return pieces.stream().filter(piece -> piece._1() == shard).iterator();
  }

  @ParameterizedTest
  @CsvSource({"FLOAT64, 1, true", "FLOAT32, 3, false", "FLOAT64, 7, false", "FLOAT32, 8, true"})
  void shardsTogetherAreTheRows(DType dtype, int count, boolean areWeighted) {
    int[] sizes = {700, 0, 1, 1060, 3};
    Shares shares = Training.epochs(1).shards(count).shares(1764);
    List<Tuple2<Integer, Shard.Piece>> pieces = pieces(sizes, shares, columns(areWeighted), dtype);
    List<Shard> shards =
        IntStream.range(0, count).mapToObj(i -> Shard.of(i, of(i, pieces), shares)).toList();
    for (Shard shard : shards) {
      assertEquals(shares.size(shard.number()), shard.data().records());
    }
    DataSet all = Shard.together(shards);
    assertEquals(1764, all.records());
    double[] expected = new double[INPUTS];
    double[] features = new double[INPUTS];
    for (int row = 0; row < all.records(); row++) {
      for (int i = 0; i < INPUTS; i++) {
        double value = feature(row, i);
        expected[i] = dtype == DType.FLOAT32 ? (float) value : value;
      }
      all.copyRecord(row, features);
      assertArrayEquals(expected, features);
      assertEquals(row * 2.0, all.target(row, 0));
      assertEquals(areWeighted ? row + 1.0 : 1, all.weight(row));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 'shard 1 has 524 records in place, not 600'",
    "1, 'shard 1 has 0 records in place, not 600'"
  })
  void aTableThatHasOtherRowsWhenItIsComputedAgainIsRefused(int lost, String expected) {
    Shares shares = Training.epochs(1).shards(2).shares(1200);
    List<Tuple2<Integer, Shard.Piece>> pieces =
        new ArrayList<>(pieces(new int[] {600, 600}, shares, columns(false), DType.FLOAT64));
    pieces.sort((one, other) -> one._2().place() - other._2().place());
    List<Tuple2<Integer, Shard.Piece>> own = new ArrayList<>();
    of(1, pieces).forEachRemaining(own::add);
    own.remove(lost == 0 ? own.size() - 1 : 0);
    SparkJobException failure =
        assertThrows(SparkJobException.class, () -> Shard.of(1, own.iterator(), shares));
    assertEquals(
        "fit: a table must have the same rows and keys whenever it is computed; persist or write it"
            + " before: "
            + expected,
        failure.getMessage());
  }

  @Test
  void neighboursHaveTwoKeys() {
    List<Row> rows = List.of(row(4), row(5), row(5));
    Iterator<Chunk> chunks = Chunk.of(0, rows.iterator(), columns(false), DType.FLOAT32);
    SparkJobException failure = assertThrows(SparkJobException.class, chunks::next);
    assertEquals(
        "fit: column 'id' must order the rows, so no two may have the same value: two have 5",
        failure.getMessage());
  }
}
