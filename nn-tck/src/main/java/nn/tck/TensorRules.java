package nn.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.tck.reference.Matrix;
import nn.tck.reference.Values;
import org.junit.jupiter.api.Test;

/** Chapter 1xx: tensors and shapes. */
@Title("1xx tensors and shapes")
abstract class TensorRules extends Chapter {

  private static final List<Shape> SHAPES =
      List.of(
          new Shape(1, 1),
          new Shape(1, 257),
          new Shape(257, 1),
          new Shape(3, 5),
          new Shape(65, 33));

  @Test
  @Rule(101)
  void spec101_hasTheShapeAskedFor() {
    each(
        f -> {
          for (Shape shape : SHAPES) {
            Tensor tensor = f.workspace().tensor(shape);
            f.check(tensor.shape().equals(shape), "tensor", shape + " was asked for", tensor);
            Tensor same = f.workspace().tensor(shape.rows(), shape.columns());
            f.check(same.shape().equals(shape), "tensor", shape + " was asked for", same);
            f.backend.fill(2.0, tensor);
            f.check(tensor.shape().equals(shape), "tensor", "the shape has changed", tensor);
          }
        });
  }

  @Test
  @Rule(102)
  void spec102_hasTheDtypeOfTheBackend() {
    each(
        f -> {
          Tensor tensor = f.workspace().tensor(2, 3);
          f.check(tensor.dtype() == f.dtype, "tensor", "dtype is " + tensor.dtype(), tensor);
        });
  }

  @Test
  @Rule(103)
  void spec103_startsAtPositiveZero() {
    each(
        f -> {
          for (int round = 0; round < 3; round++) {
            for (Shape shape : SHAPES) {
              Tensor tensor = f.workspace().tensor(shape);
              f.equal("tensor", Matrix.filled(shape, 0.0), tensor, tensor);
              f.backend.write(Matrix.filled(shape, 7.0).values(), 0, tensor, 0, shape.size());
            }
            f.next(); // a pool may hand out the same memory again
          }
        });
  }

  @Test
  @Rule(104)
  void spec104_sharesNoElementWithAnother() {
    each(
        f -> {
          List<Matrix> written = new ArrayList<>();
          List<Tensor> tensors = new ArrayList<>();
          try (Workspace second = f.backend.workspace()) {
            for (Shape shape : SHAPES) {
              for (Workspace workspace : List.of(f.workspace(), second)) {
                Matrix values = f.draw(shape, Values.UNIFORM);
                written.add(values);
                tensors.add(f.tensor(workspace, values));
              }
            }
            for (int t = 0; t < tensors.size(); t++) {
              f.equal("tensor", written.get(t), tensors.get(t), tensors.get(t));
            }
          }
        });
  }

  @Test
  @Rule(105)
  void spec105_namesABackendThatAcceptsIt() {
    each(
        f -> {
          Matrix values = f.draw(new Shape(2, 3), Values.INTEGERS);
          Tensor tensor = f.tensor(values);
          double[] read = new double[6];
          tensor.backend().read(tensor, 0, 6, read, 0);
          f.equal("backend", values, new Matrix(values.shape(), read), tensor);
          f.workspace().backend().read(tensor, 0, 6, read, 0);
          f.equal("backend", values, new Matrix(values.shape(), read), tensor);
        });
  }

  @Test
  @Rule(106)
  void spec106_refusesADimensionBelowOne() {
    each(
        f -> {
          for (int[] wrong : new int[][] {{0, 1}, {1, 0}, {-1, 2}, {2, -3}, {65536, 65536}}) {
            f.refused(
                "tensor",
                "[" + wrong[0] + ", " + wrong[1] + "]",
                IllegalArgumentException.class,
                () -> f.workspace().tensor(wrong[0], wrong[1]));
          }
        });
  }

  @Test
  @Rule(107)
  void spec107_noKernelTouchesATensorThatIsNoOperand() {
    each(
        f -> {
          for (Kernel kernel : Kernel.all()) {
            if (!f.next()) {
              continue;
            }
            Guards guards = new Guards(f);
            Tensor[] operands =
                IntStream.range(0, kernel.shapes().size())
                    .mapToObj(p -> guards.behind(kernel.operand(f, p)))
                    .toArray(Tensor[]::new);
            kernel.call().run(f.backend, operands);
            guards.check(kernel.name(), operands);
          }
        });
  }
}
