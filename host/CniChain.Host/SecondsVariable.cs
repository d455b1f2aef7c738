using System.Globalization;

namespace CniChain.Host;

/// <summary>A variable that holds seconds. One that does not is said so, since the default that serves instead may be minutes away from it.</summary>
internal static class SecondsVariable
{
    /// <summary>A day, for what a timer counts: that holds no more than 49.</summary>
    public const int Day = 24 * 60 * 60;

    /// <summary>Reads one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">Its value; null or empty when unset.</param>
    /// <param name="least">The least it may be.</param>
    /// <param name="most">What more than that counts as.</param>
    /// <param name="log">Told of a value that is none.</param>
    /// <returns>Null when unset or no number of seconds.</returns>
    public static TimeSpan? Read(string name, string? text, int least, int most, ICniLog log)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds >= least)
        {
            return TimeSpan.FromSeconds(Math.Min(seconds, most));
        }

        log.Warn($"{name} is \"{text}\", which is no number of seconds from {least} up; it counts as unset");
        return null;
    }
}
