namespace CniChain.Benchmarks.Report;

/// <summary>Milliseconds of many calls of one kind.</summary>
internal sealed class Samples
{
    private readonly List<double> _milliseconds = [];
    private bool _sorted;

    public int Count => _milliseconds.Count;

    /// <summary>Milliseconds in which they ran, workers side by side.</summary>
    public double WallMilliseconds { get; private set; }

    /// <summary>Processor time of the processes that did the work.</summary>
    public double CpuMilliseconds { get; private set; }

    public int Failures { get; private set; }

    /// <summary>Calls a second.</summary>
    public double Rate => WallMilliseconds > 0 ? Count / WallMilliseconds * 1000 : 0;

    /// <summary>Processor time a call.</summary>
    public double CpuEach => Count > 0 ? CpuMilliseconds / Count : 0;

    public double Median => Percentile(0.5);

    public void Add(Agent.Answer answer)
    {
        _milliseconds.AddRange(answer.Milliseconds);
        WallMilliseconds += answer.WallMilliseconds;
        CpuMilliseconds += answer.CpuMilliseconds;
        Failures += answer.Failures;
        _sorted = false;
    }

    /// <summary>The value that a share of them does not exceed; NaN without any.</summary>
    /// <param name="share">0 to 1.</param>
    public double Percentile(double share)
    {
        if (!_sorted)
        {
            _milliseconds.Sort();
            _sorted = true;
        }

        return Count == 0 ? double.NaN : _milliseconds[(int)(share * (Count - 1))];
    }
}
