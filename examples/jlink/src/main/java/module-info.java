/** A program that reads a table and keeps its model; its backend is a module that it does not name. */
module example.jlink {
  requires nn.io;
}
