# Sqitch's deploy on SQLite.
use strict;
use warnings;
use App::Sqitch;
use App::Sqitch::Command::deploy;
use App::Sqitch::DateTime;
use App::Sqitch::Engine::sqlite;
use App::Sqitch::Target;
use Cwd qw(getcwd);
use DBI;
use Digest::SHA;
use DBD::SQLite;
use File::Basename qw(dirname);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use JSON::PP;
use URI::QueryParam;
use URI::https;
use URI::sqlite;

$ENV{SQITCH_SYSTEM_CONFIG} = $ENV{SQITCH_USER_CONFIG} = '/nonexistent';
$ENV{SQITCH_FULLNAME}      = 'Ann O. Ther';
$ENV{SQITCH_EMAIL}         = 'ann@example.org';
$ENV{LC_ALL}               = 'C.UTF-8';

my $json = JSON::PP->new->utf8->canonical;
$| = 1;
while ( my $line = <STDIN> ) {
    my $question = $json->decode($line);
    my $answer
        = $question->{releases}
        ? live( $question->{releases} )
        : { version => App::Sqitch->VERSION =~ s/^v//r };
    print $json->encode($answer), "\n";
}

sub live {
    my ($releases) = @_;
    my $home = tempdir( 'upgrade-paths-engine-XXXXXX', DIR => ( -d '/dev/shm' ? '/dev/shm' : '/tmp' ), CLEANUP => 0 );
    my $database = "$home/db.sqlite3";
    ask( $database, 'CREATE TABLE journal (entry TEXT)' );
    my @seen;
    for my $turn ( 0 .. $#$releases ) {
        my $folder = "$home/release-$turn";
        write_tree( $folder, $releases->[$turn] );
        my $code   = deploy( $folder, $database );
        my $said   = slurp("$folder.log");
        die $said if $code != 0 && $said !~ /^Cannot find change |\bUNIQUE constraint failed: changes\.project, changes\.script_hash$/m;
        my %id_for = map { ( $_->[0] => "$_->[0]#" . substr $_->[1], 0, 10 ) } changes($home);
        push @seen, {
            outcome => $code == 0 ? 'runs' : 'refuses',
            message => $said,
            ran     => [ map { $id_for{$_} // $_ } kept($said) ],
            journal => [ map { $_->[0] } ask( $database, 'SELECT entry FROM journal ORDER BY rowid' ) ],
            table   => [ values %id_for ],
        };
    }
    File::Path::remove_tree($home);
    return \@seen;
}

# What fails takes back what was deployed along with it.
sub kept {
    my ($said) = @_;
    my %reverted = map { ( $_ => 1 ) } $said =~ /^  - (\S+)[^\n]* ok$/mg;
    return grep { !$reverted{$_} } $said =~ /^  \+ (\S+)[^\n]* ok$/mg;
}

# Calls what the program calls: a process for each release would take longer to fork than to deploy.
sub deploy {
    my ( $folder, $database ) = @_;
    my $back = getcwd;
    open my $out, '>&', \*STDOUT or die "STDOUT: $!";
    open my $err, '>&', \*STDERR or die "STDERR: $!";
    chdir $folder or die "$folder: $!";
    open STDOUT, '>',  "$folder.log" or die "$folder.log: $!";
    open STDERR, '>&', \*STDOUT      or die "$folder.log: $!";
    local @ARGV = ( 'deploy', "db:sqlite:$database" );
    my $code = App::Sqitch->go;
    open STDOUT, '>&', $out or die "STDOUT: $!";
    open STDERR, '>&', $err or die "STDERR: $!";
    chdir $back or die "$back: $!";
    return $code;
}

# The registry lies beside the database.
sub changes {
    my ($home) = @_;
    my $registry = "$home/sqitch.sqlite3";
    return -e $registry ? ask( $registry, 'SELECT change, change_id FROM changes' ) : ();
}

sub ask {
    my ( $file, $sql ) = @_;
    my $handle = DBI->connect( "dbi:SQLite:dbname=$file", '', '', { RaiseError => 1, sqlite_unicode => 1 } );
    my @rows   = $sql =~ /^SELECT/ ? @{ $handle->selectall_arrayref($sql) } : ( $handle->do($sql) );
    $handle->disconnect;
    return @rows;
}

sub write_tree {
    my ( $folder, $tree ) = @_;
    make_path($folder);
    for my $path ( keys %$tree ) {
        make_path( dirname("$folder/$path") );
        open my $file, '>:encoding(UTF-8)', "$folder/$path" or die "$folder/$path: $!";
        print {$file} $tree->{$path};
        close $file or die "$folder/$path: $!";
    }
}

sub slurp {
    my ($path) = @_;
    open my $file, '<:encoding(UTF-8)', $path or die "$path: $!";
    local $/;
    return scalar <$file>;
}
