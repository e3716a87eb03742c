/** A program on the module path; its backend is a module that it does not name. */
module example.modular {
  requires nn.core;
}
