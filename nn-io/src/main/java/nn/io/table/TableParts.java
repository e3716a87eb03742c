package nn.io.table;

import java.util.List;
import java.util.function.Consumer;

/** The records of a table, some at a time. */
record TableParts(Table table) implements TableSource {

  /** Records of a table from one on. */
  private record Part(Table table, int first, int records) implements Table {
    @Override
    public String name() {
      return table.name();
    }

    @Override
    public List<String> header() {
      return table.header();
    }

    @Override
    public String cell(int record, int column) {
      return table.cell(first + record, column);
    }

    @Override
    public double number(int record, int column) {
      return table.number(first + record, column);
    }

    @Override
    public boolean holdsNumber(int record, int column) {
      return table.holdsNumber(first + record, column);
    }

    @Override
    public String place(int record, int column) {
      return table.place(first + record, column);
    }
  }

  @Override
  public String name() {
    return table.name();
  }

  @Override
  public List<String> header() {
    return table.header();
  }

  @Override
  public void forEachPart(int most, Consumer<Table> visitor) {
    for (int first = 0; first < table.records(); first += most) {
      visitor.accept(new Part(table, first, Math.min(most, table.records() - first)));
    }
  }
}
