namespace CniChain.Plugins.Dhcp.V4;

/// <summary>What was sent and heard while no lease came of it, for the error that says so.</summary>
internal sealed class HeardMessages
{
    private const int MaxLines = 6;

    private readonly List<string> _lines = [];
    private int _discovers;
    private int _requests;
    private int _left;

    public void Sent(MessageType type)
    {
        _discovers += type == MessageType.Discover ? 1 : 0;
        _requests += type == MessageType.Request ? 1 : 0;
    }

    /// <summary>Notes an answer once, however often it came.</summary>
    public void Heard(string line)
    {
        if (_lines.Contains(line))
        {
            return;
        }

        if (_lines.Count == MaxLines)
        {
            _left++;
            return;
        }

        _lines.Add(line);
    }

    public void Clear()
    {
        _lines.Clear();
        _discovers = _requests = _left = 0;
    }

    public override string ToString()
    {
        var sent = $"{_discovers} DISCOVER and {_requests} REQUEST were sent";
        if (_lines.Count == 0)
        {
            return $"{sent}; no offer came";
        }

        var more = _left > 0 ? $"; and {_left} more" : "";
        return $"{sent}; heard: {string.Join("; ", _lines)}{more}";
    }
}
