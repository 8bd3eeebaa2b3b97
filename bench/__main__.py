"""All benchmarks, one after the other: ``python -m bench``. Best on a machine that does nothing else."""

from bench import counting, cpu, saves, start

for measure in (cpu, saves, start, counting):
    print(f"\n# {measure.__name__}")
    measure.main()
