package com.example.offheap;

import nn.api.provider.BackendProvider;
import nn.tck.BackendConformance;

class OffHeapConformanceTest extends BackendConformance {
  @Override
  protected BackendProvider provider() {
    return new OffHeapProvider();
  }
}
