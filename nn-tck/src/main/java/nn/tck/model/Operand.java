package nn.tck.model;

import nn.api.Shape;

/**
 * One operand of a call.
 *
 * @param name as in the interface
 * @param role what the kernel does with it
 * @param shape for the call's extents
 * @param alias the number of an earlier operand that is the same tensor; its own number if there is
 *     none
 * @param limit of the whole numbers from 0 that it holds, which are numbers of records; 0 where it
 *     holds data
 */
public record Operand(String name, Role role, Shape shape, int alias, int limit) {

  /** What a kernel does with an operand. */
  public enum Role {
    /** Must keep its bits. */
    READ,
    /** Its former values must not show. */
    WRITTEN,
    /** What it held before is part of the result. */
    UPDATED
  }

  /** An operand that is only read. */
  static Operand read(int number, String name, int rows, int columns) {
    return new Operand(name, Role.READ, new Shape(rows, columns), number, 0);
  }

  /** A destination. */
  static Operand written(int number, String name, int rows, int columns) {
    return new Operand(name, Role.WRITTEN, new Shape(rows, columns), number, 0);
  }

  /** A destination of which something is kept. */
  static Operand updated(int number, String name, int rows, int columns) {
    return new Operand(name, Role.UPDATED, new Shape(rows, columns), number, 0);
  }

  /** The numbers of records below a limit. */
  static Operand numbers(int number, String name, int columns, int limit) {
    return new Operand(name, Role.READ, new Shape(1, columns), number, limit);
  }

  /** The same operand as an alias of an earlier one. */
  Operand as(int earlier) {
    return new Operand(name, role, shape, earlier, limit);
  }

  /** Whether the call may change it. */
  public boolean changes() {
    return role != Role.READ;
  }
}
