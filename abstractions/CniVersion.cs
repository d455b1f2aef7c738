using System.Globalization;

namespace CniChain;

/// <summary>A version of the CNI specification, such as 1.0.0.</summary>
/// <param name="Major">First number, 0 to 65535.</param>
/// <param name="Minor">Second number, 0 to 65535.</param>
/// <param name="Patch">Third number, 0 to 65535.</param>
public readonly record struct CniVersion(int Major, int Minor, int Patch) : IComparable<CniVersion>
{
    /// <summary>0.1.0, which a configuration without <c>cniVersion</c> means.</summary>
    public static readonly CniVersion V0_1_0 = new(0, 1, 0);

    /// <summary>0.2.0: VERSION.</summary>
    public static readonly CniVersion V0_2_0 = new(0, 2, 0);

    /// <summary>0.3.0: several interfaces and addresses, chains.</summary>
    public static readonly CniVersion V0_3_0 = new(0, 3, 0);

    /// <summary>0.3.1.</summary>
    public static readonly CniVersion V0_3_1 = new(0, 3, 1);

    /// <summary>0.4.0: CHECK, prevResult on DEL.</summary>
    public static readonly CniVersion V0_4_0 = new(0, 4, 0);

    /// <summary>1.0.0: lists only, ips without version.</summary>
    public static readonly CniVersion V1_0_0 = new(1, 0, 0);

    /// <summary>1.1.0: STATUS, GC, more result fields. The newest this contract knows.</summary>
    public static readonly CniVersion V1_1_0 = new(1, 1, 0);

    /// <summary>Every supported version, oldest first.</summary>
    public static IReadOnlyList<CniVersion> Supported { get; } = [V0_1_0, V0_2_0, V0_3_0, V0_3_1, V0_4_0, V1_0_0, V1_1_0];

    /// <summary>True when this exact version is in <see cref="Supported"/>.</summary>
    public bool IsSupported
    {
        get
        {
            foreach (var v in Supported)
            {
                if (v == this)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Reads one to three dotted numbers; null or empty text is 0.1.0, as libcni reads it.</summary>
    /// <param name="text">The text of <c>cniVersion</c>.</param>
    /// <param name="version">The version, when the method returns true.</param>
    /// <returns>False when a part is not a number or there are more than three.</returns>
    public static bool TryParse(string? text, out CniVersion version)
    {
        version = V0_1_0;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        Span<int> parts = stackalloc int[3];
        parts.Clear();
        var count = 0;
        foreach (var range in text.AsSpan().Split('.'))
        {
            if (count == 3 || !ushort.TryParse(text.AsSpan()[range], NumberStyles.None, CultureInfo.InvariantCulture, out var part))
            {
                return false;
            }

            parts[count++] = part;
        }

        version = new CniVersion(parts[0], parts[1], parts[2]);
        return true;
    }

    /// <summary>Orders by major, minor, patch.</summary>
    /// <param name="other">The version to compare with.</param>
    /// <returns>Less than zero, zero or more, as usual.</returns>
    public int CompareTo(CniVersion other)
    {
        var c = Major.CompareTo(other.Major);
        c = c != 0 ? c : Minor.CompareTo(other.Minor);
        return c != 0 ? c : Patch.CompareTo(other.Patch);
    }

    /// <summary>Older than.</summary>
    public static bool operator <(CniVersion left, CniVersion right) => left.CompareTo(right) < 0;

    /// <summary>Newer than.</summary>
    public static bool operator >(CniVersion left, CniVersion right) => left.CompareTo(right) > 0;

    /// <summary>Older than or equal.</summary>
    public static bool operator <=(CniVersion left, CniVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Newer than or equal.</summary>
    public static bool operator >=(CniVersion left, CniVersion right) => left.CompareTo(right) >= 0;

    /// <summary>"major.minor.patch".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
}
