namespace CniChain.Plugins.Dhcp.V6;

/// <summary>The pauses between one message's transmissions: doubled each time, and spread by a tenth (RFC 8415, 15).</summary>
internal sealed class Retransmission(Random random)
{
    private RetransmissionTimes _times;
    private TimeSpan _last;
    private int _tries;
    private bool _fullFirst;

    /// <summary>Whether it has been sent as often as it may.</summary>
    public bool IsOver => _times.MaxTries > 0 && _tries >= _times.MaxTries;

    /// <param name="times">How often.</param>
    /// <param name="fullFirst">The first pause is not to be shorter than it says: a SOLICIT's is the time servers have (RFC 8415, 18.2.1).</param>
    public void Begin(RetransmissionTimes times, bool fullFirst = false)
    {
        _times = times;
        _fullFirst = fullFirst;
        _tries = 0;
    }

    /// <summary>Counts a transmission.</summary>
    /// <returns>How long to wait for its answer.</returns>
    public TimeSpan Next()
    {
        _last = _tries++ == 0 ? First() : _last + Spread(_last);
        if (_last > _times.Longest)
        {
            _last = Spread(_times.Longest);
        }

        return _last;
    }

    private TimeSpan First() => _fullFirst ? _times.First * (1.001 + (random.NextDouble() / 10)) : Spread(_times.First);

    private TimeSpan Spread(TimeSpan time) => time * (0.9 + (random.NextDouble() / 5));
}
