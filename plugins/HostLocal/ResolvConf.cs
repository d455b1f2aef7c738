namespace CniChain.Plugins.HostLocal;

/// <summary>Reads a resolv.conf (resolv.conf(5)).</summary>
internal static class ResolvConf
{
    /// <summary>Reads the file a configuration names.</summary>
    /// <exception cref="CniException">Code 7 when it cannot be read.</exception>
    public static CniDns Read(string path)
    {
        try
        {
            return Parse(File.ReadLines(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CniException(CniErrorCode.InvalidNetworkConfig, $"host-local: \"ipam.resolvConf\" names {path}, which cannot be read: {e.Message}", null, e);
        }
    }

    /// <summary>Reads lines. Of several "search" or "domain" lines the last counts for domain, and searches and options add up.</summary>
    public static CniDns Parse(IEnumerable<string> lines)
    {
        var nameservers = new List<string>();
        var search = new List<string>();
        var options = new List<string>();
        string? domain = null;
        foreach (var line in lines)
        {
            if (line.StartsWith('#') || line.StartsWith(';'))
            {
                continue;
            }

            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2)
            {
                continue;
            }

            switch (words[0])
            {
                case "nameserver":
                    nameservers.Add(words[1]);
                    break;
                case "domain":
                    domain = words[1];
                    break;
                case "search":
                    search.AddRange(words[1..]);
                    break;
                case "options":
                    options.AddRange(words[1..]);
                    break;
                default:
                    break; // sortlist and what else there may be has no place in a result.
            }
        }

        return new CniDns { Nameservers = nameservers, Domain = domain, Search = search, Options = options };
    }
}
