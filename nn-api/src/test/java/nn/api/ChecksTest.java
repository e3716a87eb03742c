package nn.api;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import nn.api.heap.FakeBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ChecksTest {
  private final Backend backend = new FakeBackend("fake", DType.FLOAT64, 1);
  private final Workspace workspace = backend.workspace();

  @AfterEach
  void close() {
    backend.close();
  }

  private Tensor tensor(int rows, int columns) {
    return workspace.tensor(rows, columns);
  }

  private static void refuses(
      Class<? extends RuntimeException> type, String message, Executable check) {
    assertEquals(message, assertThrows(type, check).getMessage());
  }

  @Test
  void productsNameTheRuleAndEveryOperand() {
    Class<ShapeMismatchException> type = ShapeMismatchException.class;
    refuses(
        type,
        "matmul: inner dimensions differ: a is [2, 3], b is [5, 4]",
        () -> Checks.matmul(tensor(2, 3), tensor(5, 4), tensor(2, 4)));
    refuses(
        type,
        "matmul: out must be [2, 4]: a is [2, 3], b is [3, 4], out is [4, 2]",
        () -> Checks.matmul(tensor(2, 3), tensor(3, 4), tensor(4, 2)));
    refuses(
        type,
        "matmulTransA: inner dimensions differ: a is [2, 3], b is [3, 4]",
        () -> Checks.matmulTransA(tensor(2, 3), tensor(3, 4), tensor(3, 4)));
    refuses(
        type,
        "matmulTransB: out must be [2, 4]: a is [2, 3], b is [4, 3], out is [2, 3]",
        () -> Checks.matmulTransB(tensor(2, 3), tensor(4, 3), tensor(2, 3)));
    Checks.matmul(tensor(2, 3), tensor(3, 4), tensor(2, 4));
    Checks.matmulTransA(tensor(3, 2), tensor(3, 4), tensor(2, 4));
    Checks.matmulTransB(tensor(2, 3), tensor(4, 3), tensor(2, 4));
  }

  @Test
  void productsRefuseAnOperandAsDestination() {
    Tensor a = tensor(4, 4);
    Tensor b = tensor(4, 4);
    refuses(
        AliasException.class,
        "matmul: out must not be a: both are the same tensor [4, 4]",
        () -> Checks.matmul(a, b, a));
    refuses(
        AliasException.class,
        "matmulTransB: out must not be b: both are the same tensor [4, 4]",
        () -> Checks.matmulTransB(a, b, b));
    Checks.matmul(a, a, b);
  }

  @Test
  void unitsAndRecordsAreNamedByNumbersThatAreThere() {
    Class<ShapeMismatchException> shape = ShapeMismatchException.class;
    Class<IndexOutOfBoundsException> index = IndexOutOfBoundsException.class;
    int[] units = {1, -1, 0};
    Checks.gather(tensor(2, 5), units, tensor(3, 5));
    Checks.scatterAdd(tensor(3, 5), units, tensor(2, 5));
    refuses(
        shape,
        "gather: a must be [m, n], out [units.length, n]: a is [2, 5], units.length is 3,"
            + " out is [2, 5]",
        () -> Checks.gather(tensor(2, 5), units, tensor(2, 5)));
    refuses(
        shape,
        "scatterAdd: a must be [units.length, n], out [m, n]: a is [3, 5], units.length is 3,"
            + " out is [2, 4]",
        () -> Checks.scatterAdd(tensor(3, 5), units, tensor(2, 4)));
    refuses(
        index,
        "gather: units must be from 0 to 1, or -1 for none: units[2] is 2, a is [2, 5],"
            + " out is [3, 5]",
        () -> Checks.gather(tensor(2, 5), new int[] {1, -1, 2}, tensor(3, 5)));
    refuses(
        shape,
        "gatherRecords: indices must be [1, n], a must be [m, k], out [m, n]: a is [2, 5],"
            + " indices is [3, 1], out is [2, 3]",
        () -> Checks.gatherRecords(tensor(2, 5), tensor(3, 1), tensor(2, 3)));
    refuses(
        shape,
        "scatterAddRecords: indices must be [1, n], a must be [m, n], out [m, k]: a is [2, 3],"
            + " indices is [1, 3], out is [3, 5]",
        () -> Checks.scatterAddRecords(tensor(2, 3), tensor(1, 3), tensor(3, 5)));
    assertEquals(0, Checks.index("gatherRecords", -0.0, 7, 5));
    assertEquals(4, Checks.index("gatherRecords", 4, 7, 5));
    refuses(
        index,
        "gatherRecords: indices must be whole numbers from 0 to 4: number 7 is 1.5",
        () -> Checks.index("gatherRecords", 1.5, 7, 5));
    refuses(
        shape,
        "reshape: out must have as many elements as a: a is [2, 3], out is [5, 1]",
        () -> Checks.reshape(tensor(2, 3), tensor(5, 1)));
  }

  @Test
  void combineTakesTheSameShapeAColumnOrARow() {
    for (int[] b : new int[][] {{2, 3}, {2, 1}, {1, 3}}) {
      assertDoesNotThrow(() -> Checks.combine(tensor(2, 3), tensor(b[0], b[1]), tensor(2, 3)));
    }
    for (int[] b : new int[][] {{1, 1}, {3, 2}, {3, 1}, {1, 2}, {2, 2}, {6, 1}}) {
      refuses(
          ShapeMismatchException.class,
          "combine: b must have the shape of a, or be a column [2, 1] or a row [1, 3]: "
              + "a is [2, 3], b is ["
              + b[0]
              + ", "
              + b[1]
              + "]",
          () -> Checks.combine(tensor(2, 3), tensor(b[0], b[1]), tensor(2, 3)));
    }
    assertDoesNotThrow(() -> Checks.combine(tensor(1, 3), tensor(1, 1), tensor(1, 3)));
    assertDoesNotThrow(() -> Checks.combine(tensor(3, 1), tensor(1, 1), tensor(3, 1)));
    refuses(
        ShapeMismatchException.class,
        "combine: out must have the shape of a: a is [2, 3], out is [3, 2]",
        () -> Checks.combine(tensor(2, 3), tensor(2, 1), tensor(3, 2)));
  }

  @Test
  void reductionsNameTheDestinationTheyNeed() {
    refuses(
        ShapeMismatchException.class,
        "sumOverRecords: out must be [2, 1]: a is [2, 3], out is [1, 3]",
        () -> Checks.sumOverRecords(tensor(2, 3), tensor(1, 3)));
    refuses(
        ShapeMismatchException.class,
        "maxOverUnits: out must be [1, 3]: a is [2, 3], out is [2, 1]",
        () -> Checks.maxOverUnits(tensor(2, 3), tensor(2, 1)));
    Tensor row = tensor(1, 3);
    refuses(
        AliasException.class,
        "sumOverUnits: out must not be a: both are the same tensor [1, 3]",
        () -> Checks.sumOverUnits(row, row));
  }

  @Test
  void applyCountsOperandsAndScalars() {
    double[] none = {};
    refuses(
        IllegalArgumentException.class,
        "apply: RELU takes 1 inputs and 1 outputs: 3 operands given",
        () ->
            Checks.apply(
                ElementwiseFunction.RELU,
                none,
                new Tensor[] {tensor(2, 3), tensor(2, 3), tensor(2, 3)}));
    refuses(
        IllegalArgumentException.class,
        "apply: SCALE takes 1 scalars: 0 given",
        () ->
            Checks.apply(
                ElementwiseFunction.SCALE, none, new Tensor[] {tensor(2, 3), tensor(2, 3)}));
    refuses(
        ShapeMismatchException.class,
        "apply: operands of RELU must have one shape: operand 0 is [2, 3], operand 1 is [3, 2]",
        () ->
            Checks.apply(
                ElementwiseFunction.RELU, none, new Tensor[] {tensor(2, 3), tensor(3, 2)}));
  }

  @Test
  void transferNamesTheRangeThatDoesNotFit() {
    refuses(
        IndexOutOfBoundsException.class,
        "write: elements [2, 7) are outside the tensor [2, 3] of 6 elements",
        () -> Checks.transfer("write", tensor(2, 3), 2, 7, 100, 0));
    refuses(
        IndexOutOfBoundsException.class,
        "read: the array of 5 values is too short: 6 values from index 0, tensor [2, 3]",
        () -> Checks.transfer("read", tensor(2, 3), 0, 6, 5, 0));
    refuses(
        IndexOutOfBoundsException.class,
        "read: the array of 5 values is too short: 1 values from index 2147483647, tensor [2, 3]",
        () -> Checks.transfer("read", tensor(2, 3), 0, 1, 5, Integer.MAX_VALUE));
    assertDoesNotThrow(() -> Checks.transfer("read", tensor(2, 3), 6, 6, 5, 5));
  }

  @Test
  void aForeignOrClosedOperandIsNamed() {
    try (Backend other = new FakeBackend("other", DType.FLOAT64, 1)) {
      Tensor foreign = other.workspace().tensor(2, 3);
      refuses(
          ForeignTensorException.class,
          "copy: an operand belongs to another backend: a is other FLOAT64 [2, 3] of other, "
              + "this is fake FLOAT64; copy its values with read and write",
          () -> ((FakeBackend) backend).owned("copy", "a", foreign));
    }
    try (Backend other = new FakeBackend("fake", DType.FLOAT64, 1)) {
      Tensor foreign = other.workspace().tensor(2, 3);
      refuses(
          ForeignTensorException.class,
          "copy: an operand belongs to another backend: a is fake FLOAT64 [2, 3] of another"
              + " instance of fake, this is fake FLOAT64; copy its values with read and write",
          () -> ((FakeBackend) backend).owned("copy", "a", foreign));
    }
    Tensor ended;
    try (Workspace brief = backend.workspace()) {
      ended = brief.tensor(2, 3);
    }
    refuses(
        ClosedException.class,
        "copy: the workspace or its backend is closed: out is fake FLOAT64 [2, 3]",
        () -> ((FakeBackend) backend).owned("copy", "out", ended));
  }
}
