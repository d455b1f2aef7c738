namespace CniChain.Testing;

/// <summary>Programs that a test makes for itself, to be executed by whom it likes.</summary>
/// <remarks>
/// Each is written by a process of its own. Were it written by this one, whatever another test starts at that moment would inherit the
/// descriptor, and until that child's own exec, which takes its time on a busy machine, nobody could execute the file (ETXTBSY).
/// </remarks>
public static class ProgramFile
{
    /// <summary>Writes a script, executable for everybody and to be changed by its owner alone.</summary>
    /// <param name="path">The file, in a folder that is there.</param>
    /// <param name="text">All of it, with the line that names its interpreter.</param>
    public static void Write(string path, string text) =>
        Command.Run(["sh", "-euc", "cat > \"$1\"; chmod 755 \"$1\"", "sh", path], text).Checked();

    /// <summary>Copies a program with its mode.</summary>
    public static void Copy(string from, string to) => Command.Run(["cp", "--preserve=mode", from, to]).Checked();
}
