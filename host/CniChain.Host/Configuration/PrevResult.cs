using System.Text.Json;

namespace CniChain.Host;

/// <summary>Reads the prevResult that came from outside.</summary>
internal static class PrevResult
{
    /// <summary>Reads it; null when there is none.</summary>
    /// <param name="json">The configuration.</param>
    /// <param name="version">The configuration's version.</param>
    /// <exception cref="CniException">Code 6: not a result, or of another family of versions, which libcni refuses too.</exception>
    public static CniResult? Read(JsonElement json, CniVersion version)
    {
        if (!JsonKeys.TryGet(json, "prevResult", out var value))
        {
            return null;
        }

        try
        {
            RequireFamily(value, version);
            return CniResultReader.Read(value, version);
        }
        catch (CniException e)
        {
            throw new CniException(CniErrorCode.DecodingFailure, $"\"prevResult\": {e.Message}", e.Details, e);
        }
    }

    /// <summary>Reads it for DEL, which goes on without one it cannot read.</summary>
    public static CniResult? ReadOrWarn(JsonElement json, CniVersion version, ICniLog log)
    {
        try
        {
            return Read(json, version);
        }
        catch (CniException e)
        {
            log.Warn($"DEL goes on without the runtime's result: {e.Message}");
            return null;
        }
    }

    private static void RequireFamily(JsonElement value, CniVersion version)
    {
        if (JsonKeys.TryGet(value, "cniVersion", out var own)
            && own.ValueKind == JsonValueKind.String
            && own.GetString() is { Length: > 0 } text
            && CniVersion.TryParse(text, out var ownVersion)
            && Family(ownVersion) != Family(version))
        {
            throw new CniException(
                CniErrorCode.DecodingFailure,
                $"its cniVersion is {text}, which has another shape than the configuration's {version}");
        }
    }

    private static int Family(CniVersion version) => version < CniVersion.V0_3_0 ? 0 : version < CniVersion.V1_0_0 ? 1 : 2;
}
