"""How a program does its work a slice at a time, so that several can take turns; nn.bench.Slices has the protocol."""
import sys
import time


def serve(work, accuracy=None, least=0):
    """Answers requests until the input ends.

    work(what) does a unit of the work called what and returns how much that was; accuracy() is asked for after at least
    so much work.
    """
    total = 0
    print('ready', flush=True)
    for line in iter(sys.stdin.readline, ''):
        words = line.strip().split(' ', 2)
        if words[0] == 'slice':
            seconds, what, amount, taken = float(words[1]), ''.join(words[2:]), 0, 0
            start = time.perf_counter()
            while taken < seconds:
                amount += work(what)
                taken = time.perf_counter() - start
            total += amount
            print(f'rate {amount / taken!r} {taken!r}', flush=True)
        elif accuracy is None:
            print('accuracy none', flush=True)
        else:
            while total < least: total += work('')
            print(f'accuracy {float(accuracy()):.4f}', flush=True)
