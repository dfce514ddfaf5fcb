"""heyoka on workloads W1, W3 and W5, for comparison with the output of the package `peers`.

    pip install heyoka numpy
    python benches/peers/heyoka_peer.py

heyoka (MPL-2.0) is a C++ library with a Python interface and cannot run in the Rust process; run this
right before or after `peers` on an otherwise idle machine. Times are processor time (W3: wall time),
the median of nine samples of at least 20 ms, without compilation. Each integrator runs at the loosest
tolerance, of two a decade, whose end is within 1 mm of the same reference.

heyoka spreads many points over all processors by itself. Times are therefore of the whole process,
restricted to one processor (except for W3 on two threads).
"""

import copy
import os
import time
from concurrent.futures import ThreadPoolExecutor

import heyoka as hy
import numpy as np

GM, RADIUS, J2 = 398600.4415e9, 6378136.3, 1.0826261738522e-3  # m^3/s^2, m, 1
START = np.array([3150934.072, 5398413.726, 2662212.284, -5585.221193, 692.685735, 5199.078748])
ENDS = {
    6: [5782294.497052238, 3328691.953860928, -1287789.531429921],
    24: [-3256147.914912393, -5167408.509985354, -2979229.497624519],
}
TOLERANCES = [10 ** (-k / 2) for k in range(10, 36)]


def median_time(work, clock=time.process_time):
    """Time of one call [s]."""
    calls, start = 0, clock()
    while clock() - start < 0.02:
        work()
        calls += 1
    samples = []
    for _ in range(9):
        start = clock()
        for _ in range(calls):
            work()
        samples.append((clock() - start) / calls)
    return sorted(samples)[4]


def oblate():
    """Two bodies and J2."""
    x, y, z, vx, vy, vz = hy.make_vars("x", "y", "z", "vx", "vy", "vz")
    r2 = hy.sum([x * x, y * y, z * z])
    q, s, k = 1.5 * J2 * RADIUS**2 / r2, 5.0 * z * z / r2, -GM * r2**-1.5
    across, along = k * (1.0 + q * (1.0 - s)), k * (1.0 + q * (3.0 - s))
    return [(x, vx), (y, vy), (z, vz), (vx, across * x), (vy, across * y), (vz, along * z)]


def w1(hours):
    span = 3600.0 * hours
    for tolerance in TOLERANCES:
        orbit = hy.taylor_adaptive(oblate(), START, tol=tolerance)

        def fly():
            orbit.time = 0.0
            orbit.state[:] = START
            orbit.propagate_until(span)

        fly()
        error = np.linalg.norm(orbit.state[:3] - ENDS[hours])
        if error <= 1e-3:
            micros = 1e6 * median_time(fly)
            print(f"W1 {hours} h: tolerance {tolerance:.1e}, error {1e3 * error:.3f} mm, {micros:.2f} us")
            return


def dispersed(count):
    """States dispersed by 100 m and 0.1 m/s, splitmix64 with seed 20131106; one column for each."""
    mask, state = (1 << 64) - 1, 20131106

    def uniform():
        nonlocal state
        state = (state + 0x9E3779B97F4A7C15) & mask
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return (((z ^ (z >> 31)) >> 11) + 0.5) / 2**53

    def gauss():
        u1 = uniform()
        return np.sqrt(-2.0 * np.log(u1)) * np.cos(2.0 * np.pi * uniform())

    sigma = np.array([100.0] * 3 + [0.1] * 3)
    return np.array([START + sigma * [gauss() for _ in range(6)] for _ in range(count)]).T.copy()


def w3(batch=hy.recommended_simd_size(), count=10_000, span=21600.0):
    all_states = dispersed(count)
    exact = hy.taylor_adaptive(oblate(), START, tol=1e-17)

    def truth(i):
        exact.time = 0.0
        exact.state[:] = all_states[:, i]
        exact.propagate_until(span)
        return exact.state[:3].copy()

    truths = np.array([truth(i) for i in range(200)]).T
    for tolerance in TOLERANCES:
        first = hy.taylor_adaptive_batch(oblate(), all_states[:, :batch].copy(), tol=tolerance)

        def fly(orbits, begin, end):
            ends = np.empty((3, end - begin))
            for i in range(begin, end, batch):
                orbits.set_time(0.0)
                orbits.state[:] = all_states[:, i : i + batch]
                orbits.propagate_until(span)
                ends[:, i - begin : i - begin + batch] = orbits.state[:3]
            return ends

        error = np.abs(fly(first, 0, 200) - truths).max()
        if error > 1e-3 / np.sqrt(3.0):
            continue
        pair = [first, copy.deepcopy(first)]
        halves = [(0, count // 2), (count // 2, count)]
        rates = []
        rates.append(count / median_time(lambda: fly(first, 0, count), time.perf_counter))
        one_processor = os.sched_getaffinity(0)
        os.sched_setaffinity(0, ALL_PROCESSORS)
        with ThreadPoolExecutor(2) as pool:
            both = lambda: list(pool.map(lambda k: fly(pair[k], *halves[k]), [0, 1]))
            rates.append(count / median_time(both, time.perf_counter))
        os.sched_setaffinity(0, one_processor)
        print(f"W3: batches of {batch}, tolerance {tolerance:.1e}: {rates[0]:.0f} per second on one thread, {rates[1]:.0f} on two")
        return


def w5(many=4096):
    place = hy.make_vars("x", "y", "z")
    points = np.repeat(START[:3, None], many, 1)
    made = np.empty_like(points)
    for degree in (8, 20, 70):
        for compact in (True, False):
            if degree > 20 and not compact:
                continue  # would take very long to compile
            field = hy.model.egm2008_acc(list(place), degree, degree, GM, RADIUS)
            function = hy.cfunc(field, list(place), compact_mode=compact)
            nanos = 1e9 * median_time(lambda: function(points, outputs=made)) / many
            mode = "compact" if compact else "unrolled"
            print(f"W5 degree {degree}, {mode}: {nanos:.1f} ns per point, many points; a = {made[:, 0]}")


ALL_PROCESSORS = os.sched_getaffinity(0)
os.sched_setaffinity(0, {max(ALL_PROCESSORS)})
print("heyoka", hy.__version__)
w1(6)
w1(24)
w3()
w5()
