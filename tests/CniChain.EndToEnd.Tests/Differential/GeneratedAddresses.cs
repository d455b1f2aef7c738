namespace CniChain.EndToEnd.Tests.Differential;

/// <summary>The "ipam" section of a generated case, and what the runtime asks for with it.</summary>
internal sealed class GeneratedAddresses
{
    private readonly Draw _draw;
    private readonly bool _isOld;

    public GeneratedAddresses(Draw draw, string version)
    {
        _draw = draw;
        _isOld = version is "0.1.0" or "0.2.0";
        var families = draw.Next(4);
        HasAny = draw.Next(10) != 0;
        HasIPv4 = HasAny && families != 3;
        HasIPv6 = HasAny && families >= 2;
        Ipam = draw.Next(4) == 0 ? Static() : HostLocal();
    }

    public bool HasAny { get; }

    public bool HasIPv4 { get; }

    public bool HasIPv6 { get; }

    /// <summary>Whether there is one among the routes.</summary>
    public bool HasDefaultRoute => Ipam.Contains("/0", StringComparison.Ordinal);

    /// <summary>The member "ipam" of the bridge's configuration.</summary>
    public string Ipam { get; }

    /// <summary>Members of the capability arguments.</summary>
    public List<string> Capabilities { get; } = [];

    /// <summary>Behind CNI_ARGS.</summary>
    public string Args { get; private set; } = "";

    private string HostLocal()
    {
        var keys = new List<string> { "\"type\": \"host-local\"" };
        var sets = new List<string>();
        if (HasIPv4 && _draw.Seldom)
        {
            keys.Add(Range("10.88.0.", "/24"));
        }
        else if (HasIPv4)
        {
            sets.Add(_draw.Seldom ? $"[{{ {Range("10.88.0.", "/24")} }}, {{ {Range("10.89.0.", "/24")} }}]" : $"[{{ {Range("10.88.0.", "/24")} }}]");
        }

        if (HasIPv6)
        {
            sets.Add($"[{{ {Range("fd00:88::", "/64")} }}]");
        }

        if (sets.Count > 0)
        {
            keys.Add($"\"ranges\": [{string.Join(", ", sets)}]");
        }

        if (!_isOld && HasIPv4 && _draw.Seldom)
        {
            Capabilities.Add("\"ipRanges\": [[{ \"subnet\": \"10.90.0.0/24\" }]]");
        }

        if (HasIPv4 && _draw.Next(3) == 0)
        {
            Ask();
        }

        _draw.Maybe(keys, Routes(), 2, 3);
        _draw.Maybe(keys, "\"resolvConf\": \"/etc/cni/resolv.conf\"", 1, 10);
        return $"\"ipam\": {{ {string.Join(", ", keys)} }}";
    }

    private void Ask()
    {
        // .200 lies beyond the ends that Range gives sometimes: then both refuse.
        var address = _draw.Of("10.88.0.10", "10.88.0.20", "10.88.0.200");
        if (_draw.Often)
        {
            Args = ";IP=" + address;
        }
        else
        {
            Capabilities.Add($"\"ips\": [\"{address}\"]");
        }
    }

    private string Range(string prefix, string length)
    {
        var last = length == "/24" ? "0" : "";
        var keys = new List<string> { $"\"subnet\": \"{prefix}{last}{length}\"" };
        _draw.Maybe(keys, $"\"rangeStart\": \"{prefix}5\"", 1, 4);
        _draw.Maybe(keys, $"\"rangeEnd\": \"{prefix}40\"", 1, 4);
        _draw.Maybe(keys, $"\"gateway\": \"{prefix}{_draw.Of("1", "3", "30")}\"", 1, 4);
        return string.Join(", ", keys);
    }

    private string Static()
    {
        var keys = new List<string> { "\"type\": \"static\"" };
        var addresses = new List<string>();
        if (HasIPv4)
        {
            addresses.Add(_draw.Often ? """{ "address": "10.88.0.9/24", "gateway": "10.88.0.1" }""" : """{ "address": "10.88.0.9/24" }""");
        }

        if (HasIPv6)
        {
            addresses.Add(_draw.Often ? """{ "address": "fd00:88::9/64", "gateway": "fd00:88::1" }""" : """{ "address": "fd00:88::9/64" }""");
        }

        keys.Add($"\"addresses\": [{string.Join(", ", addresses)}]");
        _draw.Maybe(keys, Routes(), 2, 3);
        _draw.Maybe(keys, "\"dns\": { \"nameservers\": [\"10.0.0.54\"], \"search\": [\"s.example\"] }", 1, 3);
        return $"\"ipam\": {{ {string.Join(", ", keys)} }}";
    }

    private string Routes()
    {
        var routes = new List<string>();
        if (HasIPv4)
        {
            _draw.Maybe(routes, _draw.Of("""{ "dst": "0.0.0.0/0" }""", """{ "dst": "0.0.0.0/0", "gw": "10.88.0.1" }"""), 1, 2);
            _draw.Maybe(routes, """{ "dst": "192.0.2.0/24", "gw": "10.88.0.77" }""", 1, 3);
            _draw.Maybe(routes, """{ "dst": "198.51.100.0/24" }""", 1, 4);
        }

        if (HasIPv6)
        {
            _draw.Maybe(routes, """{ "dst": "::/0" }""", 1, 2);
            _draw.Maybe(routes, """{ "dst": "2001:db8::/32", "gw": "fd00:88::77" }""", 1, 3);
        }

        return $"\"routes\": [{string.Join(", ", routes)}]";
    }
}
