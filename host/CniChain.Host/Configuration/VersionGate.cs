namespace CniChain.Host;

/// <summary>Which versions a verb may be asked with.</summary>
internal static class VersionGate
{
    /// <summary>Lets a request pass or explains why not. Versions are compared as text, as skel does: "1.0" is not "1.0.0".</summary>
    /// <exception cref="CniException">Code 1: not supported, or older than the verb. 6: that of CHECK, STATUS or GC does not parse.</exception>
    public static void Check(CniVerb verb, string versionText)
    {
        var since = verb switch
        {
            CniVerb.Check => CniVersion.V0_4_0,
            CniVerb.Status or CniVerb.Gc => CniVersion.V1_1_0,
            _ => CniVersion.V0_1_0,
        };
        var parsed = CniVersion.TryParse(versionText, out var version);
        if (!parsed && since > CniVersion.V0_1_0)
        {
            throw new CniException(CniErrorCode.DecodingFailure, $"\"cniVersion\" is \"{versionText}\"; give a version such as 1.0.0");
        }

        if (parsed && version < since)
        {
            throw new CniException(
                CniErrorCode.IncompatibleVersion,
                $"cniVersion {versionText} does not allow {Verbs.Name(verb)}; it needs {since} or later");
        }

        Require(versionText, "the network configuration");
    }

    /// <summary>Refuses a version that is not one of the supported.</summary>
    /// <exception cref="CniException">Code 1.</exception>
    public static CniVersion Require(string versionText, string where)
    {
        if (CniVersion.TryParse(versionText, out var version) && version.IsSupported && version.ToString() == versionText)
        {
            return version;
        }

        throw new CniException(
            CniErrorCode.IncompatibleVersion,
            $"cniVersion \"{versionText}\" of {where} is not supported",
            $"configured is \"{versionText}\", supported are {string.Join(", ", CniVersion.Supported)}");
    }
}
