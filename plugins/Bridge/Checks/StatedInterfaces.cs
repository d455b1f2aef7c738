namespace CniChain.Plugins.Bridge.Checks;

/// <summary>This plugin's interfaces in a chain's final result, to which others may have added theirs.</summary>
internal sealed class StatedInterfaces
{
    private int? _containerIndex;

    /// <summary>The bridge; null when the result has none (one of version 0.2.0 or older).</summary>
    public CniInterface? Bridge { get; private set; }

    /// <summary>The container's end.</summary>
    public CniInterface? Container { get; private set; }

    /// <summary>The host's other interfaces by name.</summary>
    public Dictionary<string, CniInterface> Host { get; } = new(StringComparer.Ordinal);

    public static StatedInterfaces Find(CniResult result, string bridge, string ifName)
    {
        var stated = new StatedInterfaces();
        for (var i = 0; i < result.Interfaces.Count; i++)
        {
            var candidate = result.Interfaces[i];
            var isInContainer = !string.IsNullOrEmpty(candidate.Sandbox);
            if (isInContainer && candidate.Name == ifName)
            {
                stated.Container ??= candidate;
                stated._containerIndex ??= i;
            }
            else if (!isInContainer && candidate.Name == bridge)
            {
                stated.Bridge = candidate;
            }
            else if (!isInContainer)
            {
                stated.Host[candidate.Name] = candidate;
            }
        }

        return stated;
    }

    /// <summary>The addresses of the container's end.</summary>
    public List<CniIp> ContainerIps(CniResult result)
    {
        var ips = new List<CniIp>(result.Ips.Count);
        foreach (var ip in result.Ips)
        {
            if (ip.Interface is null || ip.Interface == _containerIndex)
            {
                ips.Add(ip);
            }
        }

        return ips;
    }
}
