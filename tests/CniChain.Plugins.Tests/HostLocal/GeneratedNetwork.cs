using System.Globalization;

namespace CniChain.Plugins.Tests.HostLocal;

/// <summary>A host-local configuration made from a number, so that a failure can be looked at again.</summary>
internal sealed class GeneratedNetwork
{
    private static readonly string[] s_versions = ["0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0"];
    private static readonly string[] s_routes =
    [
        """{ "dst": "0.0.0.0/0" }""", """{ "dst": "10.1.2.3/8", "gw": "10.7.0.1" }""", """{ "dst": "::/0" }""", """{ "dst": "fd00:5::/32", "gw": "fd00:9::1" }""",
    ];

    private readonly Random _random;
    private readonly List<string> _subnets = [];

    public GeneratedNetwork(int seed)
    {
        _random = new Random(seed);
        var old = _random.Next(3) == 0;
        Version = s_versions[old ? _random.Next(2) : _random.Next(2, s_versions.Length)];
        Config = Build(old);
    }

    public string Version { get; }

    /// <summary>The configuration, "DATA" standing for the folder.</summary>
    public string Config { get; }

    /// <summary>CNI_ARGS for a request: none, one that can be met, one that cannot.</summary>
    public string Args()
    {
        var subnet = _subnets[_random.Next(_subnets.Count)];
        return _random.Next(6) switch
        {
            0 => Format($"IP={subnet}{_random.Next(1, 9)}"),
            1 => Format($"IgnoreUnknown=1;K8S_POD_NAME=p;IP={subnet}{_random.Next(2, 6)}{(subnet.Contains(':') ? "/64" : "/24")}"),
            _ => "",
        };
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private string Build(bool old)
    {
        var keys = new List<string>();
        var more = "";
        var sets = new List<string>();
        if (_random.Next(3) == 0)
        {
            keys.Add(Range(0, v6: false).Trim('{', '}', ' '));
        }
        else
        {
            sets.Add(Set(0, v6: false));
        }

        if (_random.Next(2) == 0)
        {
            sets.Add(Set(1, v6: true));
        }

        if (!old && _random.Next(2) == 0)
        {
            sets.Add(Set(2, v6: false));
        }

        if (!old && _random.Next(3) == 0)
        {
            more = $$"""  "runtimeConfig": { "ipRanges": [{{Set(3, _random.Next(2) == 0)}}] }, """;
        }

        if (sets.Count > 0)
        {
            keys.Add($""" "ranges": [{string.Join(", ", sets)}] """);
        }

        if (_random.Next(2) == 0)
        {
            keys.Add($""" "routes": [{string.Join(", ", s_routes.Where(_ => _random.Next(2) == 0))}] """);
        }

        return Ipam.IpamPlace.Network(Ipam.IpamPlace.HostLocalIpam(string.Join(", ", keys)), Version, more);
    }

    private string Set(int number, bool v6) => _random.Next(4) == 0
        ? $"[{Range(number, v6)}, {Range(number + 10, v6)}]"
        : $"[{Range(number, v6)}]";

    private string Range(int number, bool v6)
    {
        var prefix = v6 ? Format($"fd00:{number}::") : Format($"10.{number}.0.");
        _subnets.Add(prefix);
        var keys = new List<string> { Format($""" "subnet": "{prefix}{(v6 ? "" : "0")}/{(v6 ? 126 - _random.Next(3) : 30 - _random.Next(3))}" """) };
        if (_random.Next(3) == 0)
        {
            keys.Add(Format($""" "rangeStart": "{prefix}{_random.Next(1, 3)}" """));
        }

        if (_random.Next(3) == 0)
        {
            keys.Add(Format($""" "rangeEnd": "{prefix}{_random.Next(1, 4)}" """));
        }

        if (_random.Next(3) == 0)
        {
            keys.Add(Format($""" "gateway": "{prefix}{_random.Next(1, 12)}" """));
        }

        return $"{{ {string.Join(", ", keys)} }}";
    }
}
