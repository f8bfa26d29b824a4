# what: a pool of processes, which shares memory
# expect: fine
# says: 328350
from concurrent.futures import ProcessPoolExecutor


def square(n):
    return n * n


if __name__ == "__main__":
    with ProcessPoolExecutor(8) as pool:
        print(sum(pool.map(square, range(100))))
